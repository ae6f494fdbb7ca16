package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.Mount;
import io.archtest.model.MountOptions;
import io.archtest.model.VolumeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code volumes} and {@code tmpfs}; relative host paths are relative to the Compose file. */
final class MountReader {
    private static final String PATH = "services.*.volumes[]";
    private static final Set<String> PROPAGATIONS =
            Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");
    /** Docker dropped it, see {@link AttributeSupport#withoutEffect()}. */
    private static final Set<String> CONSISTENCIES = Set.of("consistent", "cached", "delegated", "default");

    private final Fields service;
    private final ComposeFiles files;
    private final Map<String, VolumeSettings> volumes;
    private final List<Mount> mounts = new ArrayList<>();

    MountReader(Fields service, ComposeFiles files, Map<String, VolumeSettings> volumes) {
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
        service.strings("tmpfs").forEach(this::tmpfs);
        return mounts;
    }

    private void tmpfs(String text) {
        String[] parts = text.split(":", 2);
        MountSettings settings = new MountSettings();
        settings.tmpfs = parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
        add(Mount.Type.TMPFS, Optional.empty(), parts[0], false, Optional.empty(), settings, service.at("tmpfs"));
    }

    /** {@code [SOURCE:]TARGET[:MODE]}. */
    private void shortForm(String text, Yaml item) {
        String[] parts = text.split(":", 3);
        if (parts.length == 1) {
            add(Mount.Type.VOLUME, Optional.empty(), text, false, Optional.empty(), new MountSettings(), item.at());
            return;
        }
        MountSettings settings = new MountSettings();
        boolean readOnly = parts.length == 3 && modes(parts[2], settings, item);
        if (parts[0].startsWith(".") || parts[0].startsWith("/") || parts[0].startsWith("~")) {
            settings.createHostPath = true;
            Optional<String> source = Optional.of(files.hostPath(parts[0], item.at()));
            add(Mount.Type.BIND, source, parts[1], readOnly, Optional.empty(), settings, item.at());
        } else {
            volume(parts[0], parts[1], readOnly, settings, item);
        }
    }

    /** Comma separated; the answer is whether {@code ro} is among them. */
    private boolean modes(String text, MountSettings settings, Yaml item) {
        boolean readOnly = false;
        for (String mode : text.split(",")) {
            switch (mode) {
                case "ro" -> readOnly = true;
                case "rw" -> readOnly = false;
                case "z", "Z" -> settings.selinux = Optional.of(mode);
                case "nocopy" -> settings.noCopy = true;
                default -> {
                    if (PROPAGATIONS.contains(mode)) {
                        settings.propagation = Optional.of(mode);
                    } else if (!CONSISTENCIES.contains(mode)) {
                        service.problem(
                                item.at(),
                                "unknown access mode '%s' in volume '%s'; known: ro, rw, z, Z, nocopy, a propagation"
                                        .formatted(mode, text));
                    }
                }
            }
        }
        return readOnly;
    }

    private void longForm(Fields fields, Yaml item) {
        String type = fields.text("type").orElse("volume");
        Optional<String> source = fields.text("source");
        Optional<String> target = fields.text("target");
        boolean readOnly = fields.flag("read_only").orElse(false);
        fields.text("consistency");
        MountSettings settings = new MountSettings();
        Optional<Fields> bind = fields.map("bind");
        bind.ifPresent(options -> bind(options, settings));
        Optional<Fields> volume = fields.map("volume");
        volume.ifPresent(options -> volume(options, settings));
        Optional<Fields> tmpfs = fields.map("tmpfs");
        Optional<Long> size = tmpfs.flatMap(options -> tmpfs(options, settings));
        fields.finish(AttributeSupport.refusedUnder(PATH));
        if (target.isEmpty()) {
            fields.problem(item.at(), "a volume needs 'target', the path in the container");
            return;
        }
        switch (type) {
            case "bind" -> {
                settings.createHostPath = settings.createHostPath || bind.isEmpty();
                bind(fields, source, target.get(), readOnly, settings, item);
            }
            case "tmpfs" -> add(Mount.Type.TMPFS, Optional.empty(), target.get(), readOnly, size, settings, item.at());
            case "volume" -> {
                if (source.isPresent()) {
                    volume(source.get(), target.get(), readOnly, settings, item);
                } else {
                    add(Mount.Type.VOLUME, source, target.get(), readOnly, Optional.empty(), settings, item.at());
                }
            }
            default ->
                fields.problem(
                        fields.at("type"),
                        "volume type '%s' is not carried out; known: bind, tmpfs, volume".formatted(type));
        }
    }

    private void bind(
            Fields fields,
            Optional<String> source,
            String target,
            boolean readOnly,
            MountSettings settings,
            Yaml item) {
        if (source.isEmpty()) {
            fields.problem(item.at(), "a volume of type bind needs 'source', the path on the host");
        } else {
            Optional<String> path = source.map(text -> files.hostPath(text, item.at()));
            add(Mount.Type.BIND, path, target, readOnly, Optional.empty(), settings, item.at());
        }
    }

    private static void bind(Fields options, MountSettings settings) {
        settings.createHostPath = options.flag("create_host_path").orElse(true);
        settings.propagation = word(options, "propagation", PROPAGATIONS);
        settings.selinux = word(options, "selinux", Set.of("z", "Z"));
        options.finish(AttributeSupport.refusedUnder(PATH + ".bind"));
    }

    private static void volume(Fields options, MountSettings settings) {
        settings.noCopy = options.flag("nocopy").orElse(false);
        settings.volume = new VolumeSettings(Map.of(), options.pairs("labels", key -> Optional.of("")));
        options.finish(AttributeSupport.refusedUnder(PATH + ".volume"));
    }

    private static Optional<Long> tmpfs(Fields options, MountSettings settings) {
        Optional<Long> size = options.bytes("size");
        settings.mode = options.parsed("mode", MountReader::octal);
        options.finish();
        return size;
    }

    /** {@code 0755}, {@code 0o755} and {@code 755} are the same. */
    static int octal(String text) {
        return Integer.parseInt(text.replaceFirst("^0o?", "0"), 8);
    }

    private static Optional<String> word(Fields options, String key, Set<String> known) {
        Optional<Yaml> value = options.take(key);
        Optional<String> word = options.text(key);
        if (value.isPresent() && word.isPresent() && !known.contains(word.get())) {
            options.wrong(
                    value.get(), key, "must be one of %s".formatted(String.join(", ", new java.util.TreeSet<>(known))));
            return Optional.empty();
        }
        return word;
    }

    private void volume(String name, String target, boolean readOnly, MountSettings settings, Yaml item) {
        VolumeSettings declared = volumes.get(name);
        if (declared == null) {
            service.problem(
                    item.at(),
                    "volume '%s' is not declared; add it under the file's top-level 'volumes', or write './%s' for a folder"
                            .formatted(name, name));
            return;
        }
        if (!settings.volume.labels().isEmpty()) {
            service.problem(
                    item.at(),
                    "labels of volume '%s' are not carried out here: it is made once for all its users; write them under the top-level 'volumes'"
                            .formatted(name));
        }
        settings.volume = declared;
        add(Mount.Type.VOLUME, Optional.of(name), target, readOnly, Optional.empty(), settings, item.at());
    }

    private void add(
            Mount.Type type,
            Optional<String> source,
            String target,
            boolean readOnly,
            Optional<Long> size,
            MountSettings settings,
            Yaml.Position at) {
        if (!target.startsWith("/")) {
            service.problem(at, "a volume's path in the container must be absolute; found '%s'".formatted(target));
        } else {
            mounts.add(new Mount(type, source, target, readOnly, size, settings.options()));
        }
    }

    /** Options as they are found. */
    private static final class MountSettings {
        private boolean createHostPath;
        private Optional<String> selinux = Optional.empty();
        private Optional<String> propagation = Optional.empty();
        private boolean noCopy;
        private VolumeSettings volume = VolumeSettings.none();
        private Optional<Integer> mode = Optional.empty();
        private Optional<String> tmpfs = Optional.empty();

        MountOptions options() {
            return new MountOptions(createHostPath, selinux, propagation, noCopy, volume, mode, tmpfs);
        }
    }
}
