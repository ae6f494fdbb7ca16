package io.archtest.scenarios;

import io.archtest.host.FileTree;
import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.scenario.ScenarioReader;
import io.archtest.scenario.ScenarioSource;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The scenarios in this jar: folders of resources, each with a {@code compose.yaml}. */
public final class BuiltInScenarios implements ScenarioSource {
    /** In the order in which they are listed. */
    private static final List<String> NAMES = List.of(
            "cross-arch-nginx",
            "mastodon-stack",
            "mastodon-federation",
            "mail-relay",
            "activitypub-cache",
            "tunnel-ingress");

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public String description(String name) {
        try {
            Path folder = Files.createTempDirectory("archtest-list-");
            try {
                return new ScenarioReader()
                        .read(extract(name, folder), Map.of(), Map.of())
                        .description();
            } finally {
                FileTree.remove(folder);
            }
        } catch (IOException e) {
            throw new ArchtestException("Cannot unpack scenario '%s': %s".formatted(name, e.getMessage()), e);
        }
    }

    /**
     * Copies the scenarios' folders side by side into {@code target}, which is created: all of them, since one may take files
     * from another. A folder that is there already stays as it is.
     *
     * @return the Compose file of that name there
     */
    @Override
    public Path extract(String name, Path target) {
        if (!NAMES.contains(name)) {
            throw new InvalidRequestException(
                    "No scenario '%s'; built in: %s".formatted(name, String.join(", ", NAMES)));
        }
        for (String each : NAMES) {
            if (Files.notExists(target.resolve(each))) {
                copy(each, target.resolve(each));
            }
        }
        return target.resolve(name).resolve("compose.yaml");
    }

    private static void copy(String name, Path target) {
        URL marker = BuiltInScenarios.class.getResource(name + "/compose.yaml");
        if (marker == null) {
            throw new IllegalStateException("this jar lacks its scenario " + name);
        }
        try {
            URI uri = marker.toURI();
            if (uri.getScheme().equals("jar")) {
                // opened for this copy only: a shared one would be closed under another thread's hands
                try (FileSystem jar = FileSystems.newFileSystem(Path.of(jarOf(uri)))) {
                    copy(jar.getPath(uri.toString().substring(uri.toString().indexOf("!/") + 1)), target);
                }
            } else {
                copy(Path.of(uri), target);
            }
        } catch (IOException | URISyntaxException e) {
            throw new ArchtestException(
                    "Cannot unpack scenario '%s' to %s: %s".formatted(name, target, e.getMessage()), e);
        }
    }

    private static URI jarOf(URI uri) throws URISyntaxException {
        String text = uri.toString();
        return new URI(text.substring("jar:".length(), text.indexOf("!/")));
    }

    /** Copies the folder that the file is in. */
    private static void copy(Path file, Path target) throws IOException {
        Path source = file.resolveSibling("");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path from : files.toList()) {
                Path to = target.resolve(source.relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(from, to);
                }
            }
        }
    }
}
