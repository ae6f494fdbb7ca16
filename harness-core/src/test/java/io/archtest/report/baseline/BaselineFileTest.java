package io.archtest.report.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.InvalidRequestException;
import io.archtest.report.Report;
import io.archtest.testing.BaselineFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineFileTest {
    @TempDir
    Path folder;

    @Test
    void whatIsAddedIsRead() throws IOException {
        BaselineFile file = file();
        assertThat(file.read()).isEqualTo(Baseline.EMPTY);

        file.add(BaselineFixture.baseline(2, 1000));
        Report.Run third = BaselineFixture.run("third", "default", 1500);
        file.add(Comparer.samples(BaselineFixture.report(third)));

        Baseline read = file.read();
        assertThat(read.series()).hasSize(1);
        assertThat(read.series().get(0).samples()).extracting(Sample::run).containsExactly("run0", "run1", "third");
        Sample sample = read.series().get(0).samples().get(2);
        assertThat(sample.starts()).containsEntry("web", 1500L);
        assertThat(sample.checks()).containsEntry("scenario: it works", 5L);
        assertThat(read.series().get(0).kind().kernel()).isEqualTo("Linux 6.1");
        assertThat(files()).as("no lock, nothing temporary").containsExactly("baseline.json");
    }

    @Test
    void onlyTheLastTwentyAreKept() {
        BaselineFile file = file();
        file.add(BaselineFixture.baseline(20, 1000));
        file.add(Comparer.samples(BaselineFixture.report(BaselineFixture.run("last", "default", 1))));

        List<Sample> samples = file.read().series().get(0).samples();
        assertThat(samples).hasSize(20);
        assertThat(samples.get(0).run()).isEqualTo("run1");
        assertThat(samples.get(19).run()).isEqualTo("last");
    }

    @Test
    void theSeriesUnusedForLongestMakesRoom() {
        Baseline baseline = Baseline.EMPTY;
        for (int i = 0; i <= Baseline.MOST_SERIES; i++) {
            Report report = BaselineFixture.report(BaselineFixture.run("run" + i, "placement" + i, 1000));
            Sample sample = Sample.of(report, report.runs().get(0));
            baseline = baseline.with(
                    RunKind.of(report, report.runs().get(0)),
                    new Sample(sample.run(), "%05d".formatted(i), "0.1", 0, 1, sample.starts(), sample.checks(), null));
        }
        assertThat(baseline.series())
                .hasSize(Baseline.MOST_SERIES)
                .noneMatch(series -> series.kind().placement().equals("placement0"))
                .anyMatch(series -> series.kind().placement().equals("placement100"));
    }

    @Test
    void theSameRunCountsOnce() {
        BaselineFile file = file();
        file.add(BaselineFixture.baseline(2, 1000));
        file.add(BaselineFixture.baseline(2, 1000));

        assertThat(file.read().series().get(0).samples()).hasSize(2);
    }

    /** Neither loses the other's, and nobody is left with the lock of one who is gone. */
    @Test
    void manyAtOnceLoseNothing() throws Exception {
        BaselineFile file = file();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Report report = BaselineFixture.report(BaselineFixture.run("run" + i, "default", 1000));
                all.add(threads.submit(() -> file.add(Comparer.samples(report))));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(file.read().series().get(0).samples()).hasSize(20);
        assertThat(files()).containsExactly("baseline.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '{"schema":"archtest-baseline/1"}'                  | baseline: something that must be there is missing; remove
            '{"schema":"archtest-baseline/1","series":[{}]}'    | baseline: in series[0]: something that must be there is missing
            '{"schema":"archtest-baseline/1","series":{}}'      | baseline: in series: Cannot deserialize
            '{'                                                 | (start marker at line: 1, column: 1)
            """)
    void whatIsWrongIsSaidWithItsPlaceAndNotInTermsOfJava(String content, String message) throws IOException {
        Files.writeString(path(), content);

        assertThatThrownBy(() -> file().read())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message)
                .hasMessageNotContainingAny("Source", "coll", "Exception");
    }

    /** A pipe would be waited for without end, and /dev/zero be read until the memory is full. */
    @Test
    void whatIsNoFileIsRefused() {
        assertThatThrownBy(() -> new BaselineFile(Path.of("/dev/zero")).read())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read the baseline /dev/zero: it is no ordinary file");
        assertThatThrownBy(() -> Measurements.read(Path.of("/dev/zero")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("/dev/zero is no ordinary file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                    | is empty, so no baseline
            '{'                                                   | is damaged, or no baseline
            '[]'                                                  | its schema is 'none'
            '{"schema":"archtest-report/1"}'                      | its schema is 'archtest-report/1'
            '{"schema":"archtest-baseline/2","series":[]}'        | its schema is 'archtest-baseline/2', not 'archtest-baseline/1'
            '{"schema":"archtest-baseline/1"}'                    | is damaged
            '{"schema":"archtest-baseline/1","series":[{}]}'      | is damaged
            '{"schema":"archtest-baseline/1","series":[]}}'       | is damaged
            '{"schema":"archtest-baseline/1","series":[]}{}'      | is damaged
            """)
    void whatIsNoBaselineIsRefused(String content, String message) throws IOException {
        Files.writeString(path(), content);

        assertThatThrownBy(() -> file().read())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(path().toString())
                .hasMessageContaining(message);
    }

    @Test
    void aSampleWithoutItsNumbersIsRefused() throws IOException {
        file().add(BaselineFixture.baseline(1, 1000));
        String good = Files.readString(path());
        for (String damage : List.of(
                good.replaceFirst("\"runMs\" : \\d+,", ""),
                good.replaceFirst("\"web\" : 1000", "\"web\" : -1"),
                good.replaceFirst("\"web\" : 1000", "\"web\" : \"soon\""),
                good.replaceFirst("\"scenario\" : \"shop\",", ""))) {
            assertThat(damage).isNotEqualTo(good);
            Files.writeString(path(), damage);
            assertThatThrownBy(() -> file().read()).hasMessageContaining("is damaged");
        }
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> new BaselineFile(folder).read())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("it is a folder");
    }

    /** Root may write it; the file says no all the same. */
    @Test
    void aReadOnlyFileIsRefusedBeforeAnythingRuns() throws IOException {
        Files.writeString(path(), "{}");
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("r--r--r--"));

        assertThatThrownBy(() -> file().mustBeWritable())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("is read-only");
        assertThatThrownBy(() -> new BaselineFile(folder.resolve("no/b.json")).mustBeWritable())
                .hasMessageContaining("There is no folder");
    }

    /** A baseline under version control may be a link. */
    @Test
    void aLinkStaysOneAndPermissionsStay() throws IOException {
        file().add(BaselineFixture.baseline(1, 1000));
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-rw-r--"));
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), path());

        new BaselineFile(link).add(Comparer.samples(BaselineFixture.report(BaselineFixture.run("x", "default", 1))));

        assertThat(link).isSymbolicLink();
        assertThat(file().read().series().get(0).samples()).hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-rw-r--");
    }

    private Path path() {
        return folder.resolve("baseline.json");
    }

    private BaselineFile file() {
        return new BaselineFile(path());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName).map(Path::toString).toList();
        }
    }
}
