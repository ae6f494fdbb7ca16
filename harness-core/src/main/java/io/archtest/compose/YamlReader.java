package io.archtest.compose;

import io.archtest.compose.Yaml.Position;
import io.archtest.model.InvalidRequestException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML files (1.2, core schema) within limits that no Compose file comes near. */
final class YamlReader {
    private static final int MAX_DEPTH = 100;
    /** After aliases were followed: what a "billion laughs" file multiplies. */
    private static final int MAX_NODES = 100_000;

    private static final String MERGE = "<<";
    private static final Map<String, Yaml.Directive> DIRECTIVES = Map.of(
            "!reset", Yaml.Directive.RESET,
            "!override", Yaml.Directive.OVERRIDE,
            "!merge", Yaml.Directive.MERGE);

    private final String label;
    private final Path folder;
    private final Problems problems;
    private int nodes;

    private YamlReader(String label, Path folder, Problems problems) {
        this.label = label;
        this.folder = folder;
        this.problems = problems;
    }

    /**
     * Reads a file's documents; what is wrong with its keys goes to {@code problems}, what makes it unreadable is thrown.
     *
     * @param label what messages call the file
     * @param folder what relative paths in it are relative to
     */
    static List<Yaml.Mapping> read(Path file, String label, Path folder, Problems problems) {
        return new YamlReader(label, folder, problems).documents(text(file), file);
    }

    private static String text(Path file) {
        if (Files.isDirectory(file)) {
            throw new InvalidRequestException("%s is a folder; name the Compose file in it, e.g. %s"
                    .formatted(file, file.resolve("compose.yaml")));
        }
        return TextFile.read(file);
    }

    private List<Yaml.Mapping> documents(String text, Path file) {
        List<Yaml.Mapping> documents = new ArrayList<>();
        for (Yaml root : compose(text, file)) {
            if (root instanceof Yaml.Mapping mapping) {
                documents.add(mapping);
            } else if (!(root instanceof Yaml.Scalar scalar && scalar.missing())) {
                throw new InvalidRequestException("%s holds %s; a Compose file is a map with the key 'services'"
                        .formatted(file, root.describe()));
            }
        }
        if (documents.isEmpty()) {
            throw new InvalidRequestException(
                    "%s is empty; a Compose file has at least the key 'services'".formatted(file));
        }
        return documents;
    }

    private List<Yaml> compose(String text, Path file) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(label)
                .setSchema(new MergedHere())
                .setCodePointLimit(TextFile.MAX_BYTES)
                .setMaxAliasesForCollections(MAX_NODES) // counted here, after following them
                .setAllowDuplicateKeys(true) // reported here, with their places
                .build();
        List<Yaml> roots = new ArrayList<>();
        try {
            for (Node root : new Compose(settings).composeAllFromString(text)) {
                roots.add(convert(root, 0));
            }
            return roots;
        } catch (MarkedYamlEngineException e) {
            Position at = e.getProblemMark().map(this::position).orElseGet(() -> new Position(label, folder, 1, 1));
            String cause = "not YAML: %s%s"
                    .formatted(e.getProblem(), e.getContext() == null ? "" : " (" + e.getContext() + ")");
            throw new InvalidFileException("%s: %s".formatted(at, cause), folder, List.of(new Problem(at, cause)));
        } catch (YamlEngineException e) {
            throw new InvalidRequestException("%s is not YAML: %s".formatted(file, e.getMessage()));
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    private Yaml convert(Node node, int depth) {
        if (depth > MAX_DEPTH) {
            throw tooDeep();
        }
        if (++nodes > MAX_NODES) {
            throw new InvalidRequestException(
                    "%s grows to more than %d values when its aliases are followed".formatted(label, MAX_NODES));
        }
        Position at = node.getStartMark().map(this::position).orElseGet(() -> new Position(label, folder, 1, 1));
        Yaml value = untagged(node, at, depth);
        String tag = node.getTag().getValue();
        Yaml.Directive directive = DIRECTIVES.get(tag);
        if (directive != null) {
            return new Yaml.Tagged(directive, value);
        }
        // the parser's own name for text such as ${NAME}, which Compose replaces
        if (tag.startsWith("!") && !tag.equals(Tag.ENV_TAG.getValue())) {
            problems.unknown(at, "unknown tag", tag, DIRECTIVES.keySet());
        }
        return value;
    }

    private Yaml untagged(Node node, Position at, int depth) {
        if (node instanceof ScalarNode scalar) {
            Yaml.Type type = type(scalar);
            return new Yaml.Scalar(at, type == Yaml.Type.NULL ? "" : scalar.getValue(), type);
        }
        if (node instanceof SequenceNode sequence) {
            List<Yaml> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(item, depth + 1));
            }
            return new Yaml.Sequence(at, items);
        }
        return mapping((MappingNode) node, at, depth);
    }

    private static Yaml.Type type(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return Yaml.Type.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Yaml.Type.BOOLEAN;
        }
        if (tag.equals(Tag.INT)) {
            return Yaml.Type.INTEGER;
        }
        return tag.equals(Tag.FLOAT) ? Yaml.Type.FLOAT : Yaml.Type.TEXT;
    }

    private Yaml.Mapping mapping(MappingNode node, Position at, int depth) {
        Map<String, Yaml.Entry> own = new LinkedHashMap<>();
        Map<String, Yaml.Entry> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Position keyAt =
                    tuple.getKeyNode().getStartMark().map(this::position).orElse(at);
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(keyAt, "a key must be one word, not a list or a map");
                continue;
            }
            Yaml value = convert(tuple.getValueNode(), depth + 1);
            if (key.getValue().equals(MERGE)) {
                merge(value, merged);
            } else if (own.containsKey(key.getValue())) {
                problems.add(
                        keyAt,
                        "key '%s' stands twice, first at line %d"
                                .formatted(
                                        key.getValue(),
                                        own.get(key.getValue()).keyAt().line()));
            } else {
                own.put(key.getValue(), new Yaml.Entry(keyAt, value));
            }
        }
        merged.forEach(own::putIfAbsent);
        return new Yaml.Mapping(at, own);
    }

    /** The first of several maps wins (yaml.org/type/merge). */
    private void merge(Yaml value, Map<String, Yaml.Entry> merged) {
        if (value instanceof Yaml.Mapping mapping) {
            mapping.entries().forEach(merged::putIfAbsent);
        } else if (value instanceof Yaml.Sequence sequence) {
            sequence.items().forEach(item -> merge(item, merged));
        } else {
            problems.add(value.at(), "'<<' merges a map or a list of maps; found %s".formatted(value.describe()));
        }
    }

    private InvalidRequestException tooDeep() {
        return new InvalidRequestException("%s is nested more than %d levels deep".formatted(label, MAX_DEPTH));
    }

    private Position position(Mark mark) {
        return new Position(label, folder, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /**
     * Leaves merge keys to {@link #merge}, which counts what they bring: the parser's own way never comes to an end with a map
     * that merges itself.
     */
    private static final class MergedHere extends CoreSchema {
        private final ScalarResolver resolver = new CoreScalarResolver(false);

        @Override
        public ScalarResolver getScalarResolver() {
            return resolver;
        }
    }
}
