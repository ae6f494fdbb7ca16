package io.archtest.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archtest.host.Sha256;
import io.archtest.model.Architecture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes an image as {@code docker load} reads it, with the true architecture in its config ({@code docker import} would
 * stamp the engine's). Format: docker/docker's image specification v1.2, "Combined Image JSON + Filesystem Changeset".
 */
final class ImageArchive {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Recipe recipe;
    private final Architecture architecture;
    private final Map<String, String> labels;

    ImageArchive(Recipe recipe, Architecture architecture, Map<String, String> labels) {
        this.recipe = recipe;
        this.architecture = architecture;
        this.labels = labels;
    }

    /** Writes the archive with these layers, the lowest first, under these names. */
    void writeTo(Path archive, List<PackageLayers.Layer> layers, List<String> names) throws IOException {
        byte[] config = config(layers);
        String configName = HexFormat.of().formatHex(Sha256.digest().digest(config)) + ".json";
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(Files.newOutputStream(archive), StandardCharsets.UTF_8.name())) {
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            put(tar, configName, config);
            for (PackageLayers.Layer layer : layers) {
                put(tar, layer.sha256() + "/layer.tar", Files.size(layer.tar()), Files.newInputStream(layer.tar()));
            }
            put(tar, "manifest.json", manifest(configName, layers, names));
        }
    }

    private byte[] config(List<PackageLayers.Layer> layers) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("architecture", architecture.dockerName());
        if (architecture == Architecture.ARM64) {
            root.put("variant", "v8");
        }
        root.put("os", "linux");
        root.put("created", "1970-01-01T00:00:00Z");
        root.set("config", containerConfig());
        ObjectNode rootfs = root.putObject("rootfs");
        rootfs.put("type", "layers");
        ArrayNode ids = rootfs.putArray("diff_ids");
        ArrayNode history = root.putArray("history");
        layers.forEach(layer -> {
            ids.add("sha256:" + layer.sha256());
            history.addObject().put("created", "1970-01-01T00:00:00Z").put("created_by", "archtest");
        });
        return JSON.writeValueAsBytes(root);
    }

    private ObjectNode containerConfig() {
        Recipe.Config config = recipe.config();
        ObjectNode node = JSON.createObjectNode();
        strings(node, "Entrypoint", config.entrypoint());
        strings(node, "Cmd", config.command());
        strings(
                node,
                "Env",
                config.environment().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
        text(node, "User", config.user());
        text(node, "WorkingDir", config.workingDirectory());
        text(node, "StopSignal", config.stopSignal());
        set(node, "ExposedPorts", config.ports());
        set(node, "Volumes", config.volumes());
        ObjectNode named = node.putObject("Labels");
        labels.forEach(named::put);
        return node;
    }

    private static void strings(ObjectNode node, String name, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(node.withArray(name)::add);
        }
    }

    private static void text(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }

    /** Go's way to write a set. */
    private static void set(ObjectNode node, String name, List<String> values) {
        if (!values.isEmpty()) {
            ObjectNode set = node.putObject(name);
            values.forEach(set::putObject);
        }
    }

    private static byte[] manifest(String config, List<PackageLayers.Layer> layers, List<String> tags)
            throws IOException {
        ArrayNode manifest = JSON.createArrayNode();
        ObjectNode image = manifest.addObject();
        image.put("Config", config);
        ArrayNode repoTags = image.putArray("RepoTags");
        tags.forEach(repoTags::add);
        ArrayNode names = image.putArray("Layers");
        layers.forEach(layer -> names.add(layer.sha256() + "/layer.tar"));
        return JSON.writeValueAsBytes(manifest);
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        put(tar, name, content.length, new ByteArrayInputStream(content));
    }

    private static void put(TarArchiveOutputStream tar, String name, long size, InputStream content)
            throws IOException {
        try (content) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(size);
            entry.setModTime(0);
            tar.putArchiveEntry(entry);
            content.transferTo(tar);
            tar.closeArchiveEntry();
        }
    }
}
