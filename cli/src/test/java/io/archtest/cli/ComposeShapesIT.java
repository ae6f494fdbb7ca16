package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.scenarios.BuiltInScenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Projects shaped like those that people have, each started as its folder stands there, from packaged images. Under the
 * default placement and its mirror every component runs on both architectures.
 */
class ComposeShapesIT {
    private static final Path SHAPES = Path.of("src/test/resources/shapes").toAbsolutePath();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "web-worker, default",
        "web-worker, flip",
        "old-style, default",
        "old-style, flip",
        "monorepo, default",
        "monorepo, flip"
    })
    void aProjectRunsAsItIs(String shape, String placement) throws Exception {
        ArchtestProcess run = run(project(shape), "--placement", placement);

        assertThat(run.exitCode()).as(run.output()).isZero();
        Report.Run only = report().runs().get(0);
        assertThat(only.placement().components().values()).contains("arm64", "x86_64");
        assertThat(only.checks())
                .as(run.output())
                .hasSizeGreaterThan(2)
                .allSatisfy(check -> assertThat(check.verdict()).isEqualTo("passed"));
        assertThat(only.connectivity())
                .extracting(Report.Cell::verdict)
                .contains("passed")
                .doesNotContain("failed", "errored");
    }

    @Test
    void aWorkerThatWaitsElsewhereIsCaughtByTheOrderThatNobodyMakes() throws Exception {
        Path project = project("web-worker");
        Path file = project.resolve("compose.yaml");
        Files.writeString(file, Files.readString(file).replace("brpop('orders')", "brpop('others')"));

        ArchtestProcess run = run(project, "--placement", "native");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(report().runs().get(0).checks())
                .filteredOn(check -> !check.verdict().equals("passed"))
                .singleElement()
                .satisfies(check -> assertThat(check.name()).isEqualTo("an order goes through the whole shop"));
    }

    @Test
    void aMissingPasswordIsSaidBeforeAnythingStarts() throws Exception {
        Path project = project("web-worker");
        Files.delete(project.resolve(".env"));

        ArchtestProcess run = run(project);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.output()).contains("variable 'DB_PASSWORD' is required: it stands in .env");
    }

    private ArchtestProcess run(Path project, String... more) throws IOException {
        List<String> arguments = Stream.concat(
                        Stream.of("run", project.toString(), "--images", "packaged"), Stream.of(more))
                .toList();
        return ArchtestProcess.start(folder, arguments.toArray(String[]::new));
    }

    /** A copy beside the built-in scenarios, with recipes for the images that it names. */
    private Path project(String shape) throws IOException {
        Path scenarios = folder.resolve("projects");
        new BuiltInScenarios().extract("mastodon-stack", scenarios);
        Path project = scenarios.resolve(shape);
        copy(SHAPES.resolve(shape), project);
        copy(scenarios.resolve("mastodon-stack/packaged"), project.resolve("packaged"));
        Files.writeString(
                project.resolve("packaged/images.yaml"),
                Files.readString(SHAPES.resolve("ruby.yaml")),
                StandardOpenOption.APPEND);
        return project;
    }

    private static void copy(Path from, Path into) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, into.resolve(from.relativize(file).toString()));
            }
        }
    }

    private Report report() throws IOException {
        return new JsonReport(List.of()).read(folder.resolve("archtest-report/report.json"));
    }
}
