package io.archtest.image;

import io.archtest.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The host's own package sources, as far as they are its distribution's: so a packaged image comes from wherever this
 * host gets its packages, be it a mirror, a proxy or a folder.
 */
final class AptSources {
    /** Ubuntu serves amd64 and the other architectures from different hosts (help.ubuntu.com, "ports"). */
    private static final Pattern UBUNTU_AMD64 =
            Pattern.compile("(https?://)(?:[a-z.]*archive\\.ubuntu\\.com|security\\.ubuntu\\.com)/ubuntu(?=[/\\s]|$)");

    private static final Pattern UBUNTU_PORTS =
            Pattern.compile("(https?://)ports\\.ubuntu\\.com/ubuntu-ports(?=[/\\s]|$)");

    private final Path root;
    private final Map<String, String> release;

    /** @param root of the host's file system */
    AptSources(Path root) {
        this.root = root;
        this.release = release(root.resolve("etc/os-release"));
    }

    /** The distribution release's code name, such as {@code bookworm}. */
    String suite() {
        String suite = release.getOrDefault("VERSION_CODENAME", "");
        if (suite.isEmpty()) {
            throw new ImageException(
                    "Cannot build packaged images: %s names no VERSION_CODENAME; this needs Debian, Ubuntu or a relative. Use --images registry"
                            .formatted(root.resolve("etc/os-release")));
        }
        return suite;
    }

    /** Arguments for mmdebstrap: one source file or line each; files that had to be changed are written to a folder. */
    List<String> mirrors(Architecture architecture, Path folder) throws IOException {
        List<String> mirrors = new ArrayList<>();
        for (Path file : files()) {
            String text = Files.readString(file);
            if (!ofDistribution(text)) {
                continue;
            }
            String adapted = adapted(text, architecture);
            if (adapted.equals(text)) {
                mirrors.add(file.toString());
            } else {
                Path copy = folder.resolve("%s-%s".formatted(architecture.word(), file.getFileName()));
                Files.writeString(copy, adapted);
                mirrors.add(copy.toString());
            }
        }
        if (mirrors.isEmpty()) {
            throw new ImageException(
                    "Cannot build packaged images: no package source of this host is for '%s' (looked in /etc/apt/sources.list and /etc/apt/sources.list.d). Use --images registry"
                            .formatted(suite()));
        }
        return mirrors;
    }

    private List<Path> files() throws IOException {
        List<Path> found = new ArrayList<>();
        Path list = root.resolve("etc/apt/sources.list");
        if (Files.exists(list) && !Files.readString(list).isBlank()) {
            found.add(list);
        }
        Path more = root.resolve("etc/apt/sources.list.d");
        if (Files.isDirectory(more)) {
            try (Stream<Path> entries = Files.list(more)) {
                entries.filter(file -> file.toString().endsWith(".list")
                                || file.toString().endsWith(".sources"))
                        .sorted()
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** Third parties have suites of their own, or none of the distribution's components. */
    private boolean ofDistribution(String text) {
        String suites = "\\b" + Pattern.quote(suite()) + "(-updates|-security|-backports|/updates)?\\b";
        boolean forSuite = text.lines()
                .filter(line -> !line.strip().startsWith("#"))
                .anyMatch(line -> Pattern.compile(suites).matcher(line).find());
        boolean distributionComponent = text.lines()
                .filter(line -> !line.strip().startsWith("#"))
                .anyMatch(line -> Pattern.compile("\\bmain\\b").matcher(line).find());
        boolean keyOfDistribution = (!text.contains("Signed-By") && !text.contains("signed-by"))
                || text.contains("-archive-keyring")
                || text.contains("-archive-removed-keys");
        return forSuite && distributionComponent && keyOfDistribution;
    }

    private String adapted(String text, Architecture architecture) {
        String open = text.replaceAll("(?m)^Architectures:.*\\R?", "").replaceAll("arch=[a-z0-9,]+\\s*", "");
        String id = Optional.ofNullable(release.get("ID")).orElse("");
        if (!id.equals("ubuntu")) {
            return open;
        }
        return architecture == Architecture.X86_64
                ? UBUNTU_PORTS.matcher(open).replaceAll("$1archive.ubuntu.com/ubuntu")
                : UBUNTU_AMD64.matcher(open).replaceAll("$1ports.ubuntu.com/ubuntu-ports");
    }

    private static Map<String, String> release(Path file) {
        Map<String, String> values = new HashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    values.put(
                            line.substring(0, equals),
                            line.substring(equals + 1).replace("\"", ""));
                }
            }
        } catch (IOException e) {
            return Map.of();
        }
        return values;
    }
}
