package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Problems;
import io.archtest.compose.Yaml;
import io.archtest.model.FileContent;
import io.archtest.model.Mount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code configs} and {@code secrets}: their contents, and the files that services get of them. */
final class GrantedFiles {
    private static final int READABLE = 0444;
    /** The specification wants writable bits to be ignored. */
    private static final int NOT_WRITABLE = 0555;

    private final ComposeFiles files;
    private final Problems problems;
    private final Map<String, Map<String, String>> declared = new HashMap<>();

    GrantedFiles(ComposeFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** Reads a top-level {@code configs} or {@code secrets}. */
    void declare(String kind, Fields top) {
        Map<String, String> contents = new HashMap<>();
        top.entries()
                .forEach((name, entry) -> top.map(name)
                        .ifPresent(fields -> content(kind, name, fields, entry.keyAt())
                                .ifPresent(text -> contents.put(name, text))));
        declared.put(kind, contents);
    }

    private Optional<String> content(String kind, String name, Fields fields, Yaml.Position at) {
        Optional<String> content = fields.text("content");
        Optional<String> file = fields.text("file");
        Yaml.Position place = fields.take("file").map(Yaml::at).orElse(at);
        Optional<String> variable = fields.text("environment");
        AttributeSupport.withoutEffectUnder(kind + ".*").keySet().forEach(fields::take);
        boolean foreign = External.foreign(fields);
        fields.finish(AttributeSupport.refusedUnder(kind + ".*"));
        if (foreign) {
            // refused above; its users need no further message
            return Optional.of("");
        }
        if (Stream.of(content, file, variable).filter(Optional::isPresent).count() > 1) {
            fields.problem(
                    at, "%s '%s' needs one of 'file', 'content' and 'environment', not several".formatted(kind, name));
        }
        Optional<String> text = content.or(() -> file.flatMap(path -> files.read(path, place)))
                .or(() -> variable.flatMap(files::variable));
        if (text.isEmpty() && file.isEmpty()) {
            fields.problem(
                    at,
                    "%s '%s' has no content: give 'file', 'content' or 'environment' (a variable that is set)"
                            .formatted(kind, name));
        }
        // a file that can't be read was reported
        return text.or(() -> file.map(path -> ""));
    }

    /** The contents of all of a kind, by name. */
    Map<String, String> declared(String kind) {
        return declared.getOrDefault(kind, Map.of());
    }

    /** The content of a top-level config or secret. */
    Optional<String> declared(String kind, String name, Yaml.Position at) {
        Map<String, String> known = declared.getOrDefault(kind, Map.of());
        if (!known.containsKey(name)) {
            problems.unknown(at, "unknown name in " + kind, name, known.keySet());
        }
        return Optional.ofNullable(known.get(name));
    }

    /** The files that a service's {@code configs} and {@code secrets} put into its container. */
    List<FileContent> contents(Fields service) {
        List<FileContent> granted = new ArrayList<>();
        contents(service, "configs", "/", granted);
        contents(service, "secrets", "/run/secrets/", granted);
        return granted;
    }

    private void contents(Fields service, String kind, String defaultFolder, List<FileContent> granted) {
        for (Yaml item : service.items(kind)) {
            if (item instanceof Yaml.Mapping) {
                service.map(item, kind)
                        .flatMap(fields -> longForm(fields, kind, defaultFolder, service))
                        .ifPresent(granted::add);
            } else {
                service.text(item, kind)
                        .flatMap(name -> content(kind, name, item.at())
                                .map(content -> new FileContent(defaultFolder + name, content, READABLE, 0, 0)))
                        .ifPresent(granted::add);
            }
        }
    }

    /** Places where no file can be put, or where it would be put into the author's own folder. */
    void refusePlaces(Fields service, List<FileContent> granted, List<Mount> mounts, boolean readOnly) {
        Yaml.Position at = service.at(service.entries().containsKey("configs") ? "configs" : "secrets");
        for (FileContent file : granted) {
            mounts.stream()
                    .filter(mount -> mount.type() == Mount.Type.BIND && mount.covers(file.target()))
                    .forEach(mount -> service.problem(
                            at,
                            "'%s' lies in '%s', which is the host's folder '%s': archtest writes nothing there; choose another 'target', or put the file into that folder"
                                    .formatted(
                                            file.target(),
                                            mount.target(),
                                            mount.source().orElse(""))));
            if (readOnly && file.target().lastIndexOf('/') == 0) {
                service.problem(
                        at,
                        "'%s' can't be put into the root folder of a 'read_only' container; choose a 'target' in a folder of its own"
                                .formatted(file.target()));
            }
        }
    }

    private Optional<String> content(String kind, String name, Yaml.Position at) {
        Map<String, String> known = declared.getOrDefault(kind, Map.of());
        String content = known.get(name);
        if (content == null) {
            problems.unknown(at, "unknown name in " + kind, name, known.keySet());
        }
        return Optional.ofNullable(content);
    }

    private Optional<FileContent> longForm(Fields fields, String kind, String defaultFolder, Fields service) {
        String name = fields.text("source").orElse("");
        String target = fields.text("target").orElse(name);
        int mode = fields.parsed("mode", MountReader::octal).orElse(READABLE) & NOT_WRITABLE;
        int uid = fields.integer("uid").orElseGet(() -> ofUser(service, 0));
        int gid = fields.integer("gid").orElseGet(() -> ofUser(service, 1));
        fields.finish();
        String path = target.startsWith("/") ? target : defaultFolder + target;
        return content(kind, name, fields.at()).map(content -> new FileContent(path, content, mode, uid, gid));
    }

    /** Files belong to the container's user by default, as far as the Compose file says its number. */
    private static int ofUser(Fields service, int index) {
        String[] parts = service.text("user").orElse("").split(":");
        return parts.length > index && parts[index].matches("\\d{1,9}") ? Integer.parseInt(parts[index]) : 0;
    }
}
