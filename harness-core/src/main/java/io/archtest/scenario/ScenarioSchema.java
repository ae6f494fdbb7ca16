package io.archtest.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The JSON Schema (draft-07) of a scenario's file. Shapes, descriptions and examples stand in a resource; what is refused or
 * has no effect comes from {@link AttributeSupport}, and stays in the schema so that editors can say why. Where an attribute
 * has {@code examples}, tests read each of them.
 */
public final class ScenarioSchema {
    /** Says why an attribute is read and changes nothing; no validator knows it. */
    static final String NO_EFFECT = "x-no-effect";

    /** Says which values are carried out where not all are; no validator knows it. */
    static final String VALUES = "x-values";

    private static final String RESOURCE = "scenario.schema.json";

    private ScenarioSchema() {}

    /** With a newline at the end. */
    public static String text() {
        return document().toPrettyString() + "\n";
    }

    /** A new tree on each call. */
    static ObjectNode document() {
        ObjectNode root = shapes();
        SchemaTree tree = new SchemaTree(root);
        AttributeSupport.refused().forEach((path, reason) -> refuse(node(tree, path), reason));
        AttributeSupport.withoutEffect()
                .forEach((path, reason) -> note(node(tree, path), NO_EFFECT, "No effect", reason));
        AttributeSupport.refusedValues()
                .forEach((path, reason) -> note(node(tree, path), VALUES, "Not every value", reason));
        return root;
    }

    private static ObjectNode shapes() {
        try (InputStream in = ScenarioSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("archtest's jar lacks " + RESOURCE);
            }
            return (ObjectNode) new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode node(SchemaTree tree, String path) {
        return tree.at(path).orElseThrow(() -> new IllegalStateException("%s lacks '%s'".formatted(RESOURCE, path)));
    }

    private static void refuse(ObjectNode node, String reason) {
        String description = description(node);
        JsonNode examples = node.get("examples");
        node.removeAll();
        String message = "Refused by archtest: " + reason;
        node.set("not", node.objectNode());
        node.put("description", description + " " + message);
        node.put("deprecationMessage", message);
        node.put("doNotSuggest", true);
        if (examples != null) {
            node.set("examples", examples);
        }
    }

    private static void note(ObjectNode node, String key, String label, String reason) {
        node.put("description", "%s %s: %s".formatted(description(node), label, reason));
        node.put(key, reason);
    }

    private static String description(ObjectNode node) {
        return node.path("description").asText();
    }
}
