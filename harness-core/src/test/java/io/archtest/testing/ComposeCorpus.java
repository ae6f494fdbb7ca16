package io.archtest.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Valid Compose files of many shapes, with the files that they name beside them. */
public final class ComposeCorpus {
    private static final Path CORPUS = Path.of("src/test/resources/io/archtest/scenario/corpus");
    private static final Path SHIPPED = Path.of("../scenarios/src/main/resources/io/archtest/scenarios");

    private ComposeCorpus() {}

    /** Those written for tests. */
    public static List<Path> written() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("common.yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** Those of the scenarios that archtest ships. */
    public static List<Path> shipped() throws IOException {
        try (Stream<Path> folders = Files.list(SHIPPED)) {
            return folders.map(folder -> folder.resolve("compose.yaml"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
    }

    /** Puts what the written ones name into a folder. */
    public static void companions(Path folder) throws IOException {
        for (String name : List.of("app.env", "settings.conf", "common.yaml")) {
            Files.copy(CORPUS.resolve(name), folder.resolve(name));
        }
    }
}
