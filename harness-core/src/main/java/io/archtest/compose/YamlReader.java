package io.archtest.compose;

import io.archtest.compose.Yaml.Position;
import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Reads one YAML file (1.2, core schema, one document) within limits that no Compose file comes near. */
public final class YamlReader {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 100;
    /** After aliases were followed: what a "billion laughs" file multiplies. */
    private static final int MAX_NODES = 100_000;

    private static final String MERGE = "<<";

    private final String label;
    private final Problems problems;
    private int nodes;

    private YamlReader(String label, Problems problems) {
        this.label = label;
        this.problems = problems;
    }

    /** Reads a file; what is wrong with its keys goes to {@code problems}, what makes it unreadable is thrown. */
    public static Yaml.Mapping read(Path file, Problems problems) {
        return new YamlReader(file.getFileName().toString(), problems).mapping(text(file), file);
    }

    private static String text(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new InvalidRequestException("%s is a folder; name the Compose file in it, e.g. %s"
                        .formatted(file, file.resolve("compose.yaml")));
            }
            if (!Files.exists(file)) {
                throw new InvalidRequestException("No such file: %s".formatted(file));
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidRequestException("%s has %d bytes; a scenario may have %d at the most"
                        .formatted(file, Files.size(file), MAX_BYTES));
            }
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new InvalidRequestException("%s is not text in UTF-8".formatted(file));
        } catch (IOException e) {
            throw new InvalidRequestException("Cannot read %s: %s".formatted(file, e.getMessage()));
        }
    }

    private Yaml.Mapping mapping(String text, Path file) {
        Yaml root = compose(text, file);
        if (root instanceof Yaml.Mapping mapping) {
            return mapping;
        }
        throw new InvalidRequestException(
                "%s holds %s; a Compose file is a map with the key 'services'".formatted(file, root.describe()));
    }

    private Yaml compose(String text, Path file) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(label)
                .setCodePointLimit(MAX_BYTES)
                .setMaxAliasesForCollections(MAX_NODES) // counted here, after following them
                .setAllowDuplicateKeys(true) // reported here, with their places
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                throw new InvalidRequestException(
                        "%s is empty; a Compose file has at least the key 'services'".formatted(file));
            }
            return convert(root.get(), 0);
        } catch (MarkedYamlEngineException e) {
            Position at = e.getProblemMark().map(this::position).orElse(new Position(label, 1, 1));
            String cause = "not YAML: %s%s"
                    .formatted(e.getProblem(), e.getContext() == null ? "" : " (" + e.getContext() + ")");
            throw new InvalidFileException("%s: %s".formatted(at, cause), List.of(new Problem(at, cause)));
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
        Position at = node.getStartMark().map(this::position).orElse(new Position(label, 1, 1));
        if (node instanceof ScalarNode scalar) {
            boolean missing = scalar.getTag().equals(Tag.NULL);
            return new Yaml.Scalar(at, missing ? "" : scalar.getValue(), missing);
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
        return new Position(label, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
