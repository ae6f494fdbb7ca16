package io.archtest.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A schema by the paths of the attributes that it describes: {@code services.*.ports[].target}, in which {@code *} is any
 * name and {@code []} an item of a list. References and alternatives are followed.
 */
final class SchemaTree {
    private static final String REFERENCE = "#/definitions/";
    private static final String EXTENSIONS = "^x-";

    private final ObjectNode root;

    SchemaTree(ObjectNode root) {
        this.root = root;
    }

    /** The node of an attribute, beside whose reference its description stands. */
    Optional<ObjectNode> at(String path) {
        Optional<ObjectNode> node = Optional.of(root);
        for (String step : path.split("\\.")) {
            String key = step;
            while (key.endsWith("[]")) {
                key = key.substring(0, key.length() - 2);
            }
            int items = (step.length() - key.length()) / 2;
            String name = key;
            node = node.flatMap(parent -> child(parent, name));
            for (int i = 0; i < items; i++) {
                node = node.flatMap(this::item);
            }
        }
        return node;
    }

    /** The keys that a map at this node may have, with their nodes; {@code *} where any name may stand. */
    Map<String, ObjectNode> children(ObjectNode node) {
        Map<String, ObjectNode> children = new LinkedHashMap<>();
        for (ObjectNode alternative : alternatives(node)) {
            alternative
                    .path("properties")
                    .properties()
                    .forEach(entry -> children.putIfAbsent(entry.getKey(), (ObjectNode) entry.getValue()));
            anyName(alternative).ifPresent(any -> children.putIfAbsent("*", any));
        }
        return children;
    }

    /** What an item of a list at this node is, if one may stand there. */
    Optional<ObjectNode> item(ObjectNode node) {
        return alternatives(node).stream()
                .map(alternative -> alternative.get("items"))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .findFirst();
    }

    private Optional<ObjectNode> child(ObjectNode node, String key) {
        return Optional.ofNullable(children(node).get(key));
    }

    private static Optional<ObjectNode> anyName(ObjectNode node) {
        List<JsonNode> candidates = new ArrayList<>();
        node.path("patternProperties").properties().forEach(entry -> {
            if (!entry.getKey().equals(EXTENSIONS)) {
                candidates.add(entry.getValue());
            }
        });
        candidates.add(node.path("additionalProperties"));
        return candidates.stream()
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .findFirst();
    }

    private List<ObjectNode> alternatives(ObjectNode node) {
        List<ObjectNode> found = new ArrayList<>();
        collect(node, found);
        return found;
    }

    private void collect(ObjectNode node, List<ObjectNode> found) {
        ObjectNode target = node;
        while (target.path("$ref").asText().startsWith(REFERENCE)) {
            String name = target.path("$ref").asText().substring(REFERENCE.length());
            if (!(root.path("definitions").get(name) instanceof ObjectNode definition)) {
                throw new IllegalStateException("the schema has no definition '%s'".formatted(name));
            }
            target = definition;
        }
        found.add(target);
        target.path("anyOf").forEach(alternative -> collect((ObjectNode) alternative, found));
    }
}
