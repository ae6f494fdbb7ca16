package io.archtest.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Puts each attribute of the schema, with each of its {@code examples}, into an otherwise minimal valid file. JSON is YAML, so
 * the files are written as JSON.
 */
final class AttributeSamples {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * Reads as it stands; its services use what the top level declares. What names another service, so that an edge is inferred
     * with its place, stands first, where nothing that is added moves it.
     */
    private static final String MINIMAL = """
            {"services": {
               "other": {"image": "other:1", "environment": {"DB": "http://db:5432/"}, "expose": ["5432", "5433"], "networks": ["back", "default"], "volumes": ["data:/data"],
                 "configs": ["settings"], "secrets": ["token"]},
               "app": {"image": "app:1"},
               "db": {"image": "db:1", "expose": ["5432", "5433"], "environment": {"T": "${TRACES:-none}"}},
               "extra": {"image": "extra:1", "profiles": ["debug"]}},
             "networks": {"back": {"enable_ipv6": true, "ipam": {"config": [{"subnet": "10.211.0.0/24"}, {"subnet": "fd00::/64"}]}}},
             "volumes": {"data": {}, "other": {}},
             "configs": {"settings": {"content": "zero"}, "other": {"content": "further"}, "authority": {"content": "-----BEGIN CERTIFICATE-----"}},
             "secrets": {"token": {"content": "zero"}, "other": {"content": "further"}, "authority": {"content": "-----BEGIN CERTIFICATE-----"}}}
            """;

    /** What must stand, or not stand (null), beside an attribute so that it means something. */
    private static final Map<String, String> BESIDE = Map.ofEntries(
            Map.entry("services.*.memswap_limit", "{'mem_limit': '64m'}"),
            Map.entry("services.*.volumes[].tmpfs", "{'type': 'tmpfs', 'source': null}"),
            Map.entry("services.*.volumes[].bind", "{'type': 'bind', 'source': './src'}"),
            Map.entry("services.*.volumes[].volume", "{'source': null}"),
            Map.entry("configs.*.file", "{'content': null}"),
            Map.entry("configs.*.environment", "{'content': null}"),
            Map.entry("secrets.*.file", "{'content': null}"),
            Map.entry("secrets.*.environment", "{'content': null}"),
            Map.entry("x-archtest.secrets.*.hex", "{'alphanumeric': null}"),
            Map.entry("x-archtest.secrets.*.vapid", "{'alphanumeric': null}"),
            Map.entry("x-archtest.secrets.*.tls", "{'alphanumeric': null}"),
            Map.entry("x-archtest.checks[].class", "{'name': null, 'exec': null}"),
            Map.entry("x-archtest.checks[].http", "{'exec': null}"),
            Map.entry("x-archtest.checks[].tcp", "{'exec': null}"),
            Map.entry("x-archtest.checks[].log", "{'exec': null}"),
            Map.entry("x-archtest.checks[].http.tls", "{'scheme': 'https'}"),
            Map.entry("x-archtest.checks[].http.tls.ca", "{'verify': null}"),
            Map.entry("x-archtest.checks[].http.tls.ca.file", "{'config': null}"),
            Map.entry("x-archtest.checks[].http.tls.ca.secret", "{'config': null}"),
            Map.entry("x-archtest.checks[].http.send.json", "{'text': null}"),
            Map.entry("x-archtest.checks[].http.send.file", "{'text': null}"),
            Map.entry("x-archtest.checks[].tcp.send", "{'answer': 'PONG'}"),
            Map.entry("x-archtest.checks[].log.at_least", "{'contains': 'ready'}"));

    private final SchemaTree tree;
    private final Map<String, ObjectNode> attributes = new TreeMap<>();

    AttributeSamples(ObjectNode schema) {
        this.tree = new SchemaTree(schema);
        collect("", schema);
    }

    /** All paths that end in a key, with what the schema says of each. */
    Map<String, ObjectNode> attributes() {
        return attributes;
    }

    /** What is made for one path: the file without the attribute, and one with each example. */
    record Sample(String key, JsonNode without, List<JsonNode> with) {}

    /** The files that samples name. */
    static void writeFiles(Path folder) throws IOException {
        Files.writeString(folder.resolve("app.env"), "A=1\nQ='quoted'\n");
        Files.writeString(folder.resolve("other.env"), "B=2\n");
        Files.writeString(folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n");
        Files.writeString(folder.resolve("app.labels"), "from.file=yes\n");
        Files.writeString(folder.resolve("other.yaml"), "services: {db: {image: 'db:1', labels: {from: other}}}\n");
        Files.writeString(
                folder.resolve("included.yaml"),
                "services: {inc: {image: 'inc:1', labels: {b: '${B:-none}'}, volumes: ['./data:/data']}}\n");
        Files.writeString(folder.resolve("over.yaml"), "services: {inc: {tty: true}}\n");
        for (String name : List.of("app", "other", "src", "packaged")) {
            Files.createDirectories(folder.resolve(name));
        }
        Files.writeString(folder.resolve("packaged/images.yaml"), "images: {}\n");
        Files.writeString(folder.resolve("app/Dockerfile"), "FROM scratch AS final\n");
        Files.writeString(folder.resolve("app/other.Dockerfile"), "FROM scratch AS final\n");
        Files.writeString(folder.resolve("other/Dockerfile"), "FROM scratch AS final\n");
    }

    Sample sample(String path) {
        int cut = path.lastIndexOf('.');
        String key = path.substring(cut + 1);
        List<JsonNode> with = new ArrayList<>();
        ObjectNode without = document();
        parent(path, without).remove(key);
        ObjectNode node = attribute(path);
        node.path("examples").forEach(example -> {
            ObjectNode document = document();
            ObjectNode parent = parent(path, document);
            parent.set(key, example);
            with.add(document);
        });
        return new Sample(key, without, with);
    }

    /** A file in which an unknown key stands in the map at a path. */
    JsonNode withUnknownKey(String path, String key) {
        ObjectNode document = document();
        parent(path.isEmpty() ? key : path + "." + key, document).put(key, "x");
        return document;
    }

    private ObjectNode attribute(String path) {
        return tree.at(path).orElseThrow(() -> new AssertionError("no attribute " + path));
    }

    private void collect(String path, ObjectNode node) {
        tree.children(node).forEach((key, child) -> {
            String own = path.isEmpty() ? key : path + "." + key;
            if (!key.equals("*")) {
                attributes.put(own, child);
            }
            collect(own, child);
        });
        tree.item(node).ifPresent(item -> collect(path + "[]", item));
    }

    /** The map that holds the path's last key, made where it isn't there yet. */
    private ObjectNode parent(String path, ObjectNode document) {
        ObjectNode cursor = document;
        String walked = "";
        String[] steps = path.split("\\.");
        for (int i = 0; i < steps.length - 1; i++) {
            String step = steps[i];
            walked = walked.isEmpty() ? step : walked + "." + step;
            boolean list = step.endsWith("[]");
            String key = step.equals("*") ? anyName(cursor) : step.replace("[]", "");
            String whole = walked.replaceFirst("(\\[\\])$", "");
            if (!suits(cursor.get(key), list)) {
                cursor.set(key, example(whole, list));
            }
            JsonNode next = cursor.get(key);
            cursor = list ? firstMap((ArrayNode) next) : (ObjectNode) next;
            beside(walked, path, cursor);
        }
        return cursor;
    }

    private static void beside(String walked, String path, ObjectNode map) {
        BESIDE.forEach((attribute, neighbours) -> {
            boolean here = attribute.substring(0, attribute.lastIndexOf('.')).equals(walked);
            boolean meant =
                    path.equals(attribute) || path.startsWith(attribute + ".") || path.startsWith(attribute + "[");
            if (here && meant) {
                read(neighbours.replace('\'', '"')).properties().forEach(entry -> {
                    if (entry.getValue().isNull()) {
                        map.remove(entry.getKey());
                    } else {
                        map.set(entry.getKey(), entry.getValue());
                    }
                });
            }
        });
    }

    private static String anyName(ObjectNode names) {
        if (names.has("app")) {
            return "app";
        }
        return names.properties().stream()
                .filter(entry -> entry.getValue().isObject())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("any");
    }

    private static boolean suits(JsonNode value, boolean list) {
        return list
                ? value instanceof ArrayNode items
                        && StreamSupport.stream(items.spliterator(), false).anyMatch(JsonNode::isObject)
                : value instanceof ObjectNode;
    }

    private JsonNode example(String path, boolean list) {
        return tree.at(path)
                .flatMap(node -> StreamSupport.stream(node.path("examples").spliterator(), false)
                        .filter(example -> suits(example, list))
                        .findFirst())
                .<JsonNode>map(JsonNode::deepCopy)
                .orElseGet(() ->
                        list ? MAPPER.createArrayNode().add(MAPPER.createObjectNode()) : MAPPER.createObjectNode());
    }

    private static ObjectNode firstMap(ArrayNode items) {
        return StreamSupport.stream(items.spliterator(), false)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode document() {
        return read(MINIMAL);
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
