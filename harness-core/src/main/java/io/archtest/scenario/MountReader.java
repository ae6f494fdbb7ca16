package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code volumes} and {@code tmpfs}; relative host paths are relative to the Compose file. */
final class MountReader {
    private final Fields service;
    private final ComposeFiles files;
    private final Set<String> volumes;
    private final List<Mount> mounts = new ArrayList<>();

    MountReader(Fields service, ComposeFiles files, Set<String> volumes) {
        this.service = service;
        this.files = files;
        this.volumes = volumes;
    }

    List<Mount> read() {
        for (Yaml item : service.items("volumes")) {
            if (item instanceof Yaml.Mapping) {
                service.map(item, "volumes").ifPresent(fields -> longForm(fields, item));
            } else {
                service.text(item, "volumes").ifPresent(text -> shortForm(text, item));
            }
        }
        service.strings("tmpfs").forEach(text -> mounts.add(Mount.tmpfs(text.split(":", 2)[0])));
        return mounts;
    }

    /** {@code [SOURCE:]TARGET[:MODE]}. */
    private void shortForm(String text, Yaml item) {
        String[] parts = text.split(":", 3);
        if (parts.length == 1) {
            mounts.add(new Mount(Mount.Type.VOLUME, Optional.empty(), parts[0], false, Optional.empty()));
            return;
        }
        boolean readOnly = parts.length == 3 && List.of(parts[2].split(",")).contains("ro");
        if (parts[0].startsWith(".") || parts[0].startsWith("/") || parts[0].startsWith("~")) {
            mounts.add(Mount.bind(files.hostPath(parts[0]), parts[1], readOnly));
        } else {
            volume(parts[0], parts[1], readOnly, item);
        }
    }

    private void longForm(Fields fields, Yaml item) {
        String type = fields.text("type").orElse("volume");
        Optional<String> source = fields.text("source");
        Optional<String> target = fields.text("target");
        boolean readOnly = fields.flag("read_only").orElse(false);
        Optional<Long> size = fields.map("tmpfs").flatMap(tmpfs -> {
            Optional<Long> bytes = tmpfs.bytes("size");
            tmpfs.finish();
            return bytes;
        });
        fields.finish();
        if (target.isEmpty()) {
            fields.problem(item.at(), "a volume needs 'target', the path in the container");
            return;
        }
        switch (type) {
            case "bind" -> mounts.add(Mount.bind(files.hostPath(source.orElse(".")), target.get(), readOnly));
            case "tmpfs" -> mounts.add(new Mount(Mount.Type.TMPFS, Optional.empty(), target.get(), readOnly, size));
            case "volume" -> {
                if (source.isPresent()) {
                    volume(source.get(), target.get(), readOnly, item);
                } else {
                    mounts.add(
                            new Mount(Mount.Type.VOLUME, Optional.empty(), target.get(), readOnly, Optional.empty()));
                }
            }
            default ->
                fields.problem(
                        fields.at("type"),
                        "volume type '%s' is not carried out; known: bind, tmpfs, volume".formatted(type));
        }
    }

    private void volume(String name, String target, boolean readOnly, Yaml item) {
        if (volumes.contains(name)) {
            mounts.add(Mount.volume(name, target, readOnly));
        } else {
            service.problem(
                    item.at(),
                    "volume '%s' is not declared; add it under the file's top-level 'volumes', or write './%s' for a folder"
                            .formatted(name, name));
        }
    }
}
