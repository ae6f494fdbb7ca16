package io.archtest.cause;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** CAUSES.md is the catalogue, and says where each cause is tested. */
class CausesTableTest {
    private static final List<Path> TESTS = List.of(Path.of("src/test"), Path.of("../cli/src/test"));

    @Test
    void theTableIsTheCatalogue() throws IOException {
        List<KnownCause> causes = causes();
        List<String> expected = causes.stream()
                .map(cause -> "| `%s` | %s | %s | %s |"
                        .formatted(cause.id(), cause.name(), cell(cause.recognisedBy()), cell(cause.nextStep())))
                .toList();
        String table = String.join("\n", expected);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/causes-table.md"), table);

        List<String> rows = rows().stream()
                .map(row -> row.substring(0, row.lastIndexOf('|', row.length() - 2) + 1))
                .toList();
        assertThat(rows).as("compare with target/causes-table.md").isEqualTo(expected);
    }

    @Test
    void eachIsTestedWhereTheTableSays() throws IOException {
        for (String row : rows()) {
            String id = row.substring(3, row.indexOf('`', 3));
            String last = row.substring(row.lastIndexOf('|', row.length() - 2) + 1, row.length() - 1)
                    .strip();
            assertThat(last).as(id).matches("(real|sample): \\w+");
            String test = last.substring(last.indexOf(' ') + 1);
            assertThat(text(test)).as("%s in %s", id, test).contains(id);
        }
    }

    @Test
    void idsAndNamesAreTheirOwn() {
        Set<String> ids = new HashSet<>();
        assertThat(causes()).hasSizeGreaterThan(20).allMatch(cause -> ids.add(cause.id()));
    }

    private static List<KnownCause> causes() {
        return Stream.concat(Catalogue.causes().stream(), Stream.of(EmulatorFault.cause()))
                .toList();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(Path.of("CAUSES.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    /** The test, with its samples. */
    private static String text(String test) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path tests : TESTS) {
            try (Stream<Path> files = Files.walk(tests)) {
                for (Path file : files.filter(path -> isOf(test, path)).toList()) {
                    all.append(Files.readString(file));
                }
            }
        }
        return all.toString();
    }

    private static boolean isOf(String test, Path path) {
        String name = path.getFileName().toString();
        return name.equals(test + ".java") || (test.equals("CatalogueSamplesTest") && name.equals("samples.txt"));
    }
}
