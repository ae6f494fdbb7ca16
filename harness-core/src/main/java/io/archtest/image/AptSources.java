package io.archtest.image;

import io.archtest.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The host's own package sources, as far as they are its distribution's: so a packaged image comes from wherever this
 * host gets its packages, be it a mirror, a proxy or a folder. Third parties' sources are left out, since their packages
 * would replace the distribution's.
 */
final class AptSources {
    /** Of a release: updates and fixes, not backports or proposals. {@code /updates} is older Debian's way. */
    private static final List<String> SUITES = List.of("", "-updates", "-security", "/updates");

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

    /** The sources for that architecture, as the text of one {@code .sources} file. */
    String forArchitecture(Architecture architecture) throws IOException {
        Set<String> wanted = SUITES.stream().map(end -> suite() + end).collect(Collectors.toSet());
        List<AptSource> ours = new ArrayList<>();
        for (Path file : files()) {
            AptSource.read(file).stream()
                    .filter(source -> source.active() && source.fromDistribution())
                    .map(source -> source.onlySuites(wanted))
                    .filter(source -> !source.suites().isEmpty())
                    .forEach(ours::add);
        }
        if (ours.isEmpty()) {
            throw new ImageException(
                    "Cannot build packaged images: no package source of this host is the distribution's for '%s' (looked in %s: %s). Use --images registry"
                            .formatted(suite(), root.resolve("etc/apt"), files()));
        }
        List<AptSource> fitting = ours.stream()
                .filter(source -> source.serves(architecture.dockerName()))
                .toList();
        boolean ubuntu = "ubuntu".equals(release.get("ID"));
        return (fitting.isEmpty() ? ours : fitting)
                .stream()
                        .map(source -> ubuntu
                                ? source.withUris(new UbuntuHosts(root, architecture).adapted(source.uris()))
                                : source)
                        .map(AptSource::stanza)
                        .distinct()
                        .collect(Collectors.joining("\n"));
    }

    private List<Path> files() throws IOException {
        List<Path> found = new ArrayList<>();
        Path list = root.resolve("etc/apt/sources.list");
        if (Files.exists(list)) {
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

    private static Map<String, String> release(Path file) {
        Map<String, String> values = new HashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split("=", 2);
                if (parts.length == 2) {
                    values.put(parts[0], parts[1].replace("\"", ""));
                }
            }
        } catch (IOException e) {
            return Map.of();
        }
        return values;
    }

    /**
     * Ubuntu serves amd64 and the other architectures from different hosts (help.ubuntu.com, "ports"). Not tried on a
     * real Ubuntu host yet.
     */
    private record UbuntuHosts(Path root, Architecture architecture) {
        private static final String AMD64 = "^https?://([a-z0-9.-]*\\.)?(archive|security)\\.ubuntu\\.com/ubuntu/?$";
        private static final String PORTS = "^https?://([a-z0-9.-]*\\.)?ports\\.ubuntu\\.com(/ubuntu-ports)?/?$";

        List<String> adapted(List<String> uris) {
            return uris.stream().map(this::adapted).distinct().toList();
        }

        private String adapted(String uri) {
            if (architecture == Architecture.X86_64) {
                return uri.matches(PORTS) ? "http://archive.ubuntu.com/ubuntu" : uri;
            }
            return uri.matches(AMD64) || listsAmd64(uri) ? "http://ports.ubuntu.com/ubuntu-ports" : uri;
        }

        /** Cloud images name a file with a list of mirrors instead of one. */
        private boolean listsAmd64(String uri) {
            if (!uri.startsWith("mirror+file:/")) {
                return false;
            }
            Path list = root.resolve(uri.substring("mirror+file:/".length()).replaceFirst("^/+", ""));
            try {
                return Files.readAllLines(list).stream()
                        .flatMap(line ->
                                Arrays.stream(line.strip().split("\\s+")).limit(1))
                        .anyMatch(mirror -> mirror.matches(AMD64));
            } catch (IOException e) {
                return false;
            }
        }
    }
}
