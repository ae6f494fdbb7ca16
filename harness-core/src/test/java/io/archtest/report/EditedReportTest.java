package io.archtest.report;

import static io.archtest.testing.ReportFixture.notRun;
import static io.archtest.testing.ReportFixture.report;
import static io.archtest.testing.ReportFixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.InvalidRequestException;
import io.archtest.report.Shard.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A report whose verdict was changed by hand is not passed on as one of archtest's. */
class EditedReportTest {
    private static final String BOTH = "\"verdict\" : \"failed\"";

    @TempDir
    Path folder;

    private final JsonReport json = new JsonReport(List.of());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            failed  | passed    | 0 | the verdict on the whole is 'passed', and by what stands below it is 'failed'
            failed  | passed    | 1 | the verdict on run 0a1b2c3d on default is 'passed', and by what stands below it is 'failed'
            failed  | errored   | 2 | the verdict on run 0a1b2c3d on default is 'failed', and by what stands below it is 'errored'
            failed  | passed    | 2 | the verdict on run 0a1b2c3d on default is 'failed', and by what stands below it is 'passed'
            failed  | wonderful | 2 | something in run 0a1b2c3d on default has the verdict 'wonderful'
            """)
    void aVerdictThatDoesNotFollowFromWhatIsBelowItIsRefused(String from, String to, int which, String message)
            throws IOException {
        Path file = folder.resolve("report.json");
        json.write(report("shop", run("default").check("scenario", "it works too", "failed", "404")), file);
        // the whole comes first, then the run, then the check
        String[] parts = Files.readString(file).split(BOTH, -1);
        assertThat(parts).hasSize(4);
        StringBuilder edited = new StringBuilder(parts[0]);
        for (int i = 0; i < 3; i++) {
            edited.append(i == which ? BOTH.replace(from, to) : BOTH).append(parts[i + 1]);
        }
        Files.writeString(file, edited);

        assertThatThrownBy(() -> json.read(file))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }

    @Test
    void runsThatWereTakenOutLeaveNoPass() throws IOException {
        Path file = folder.resolve("report.json");
        json.write(report("shop"), file);
        Files.writeString(file, Files.readString(file).replace("errored", "passed"));

        assertThatThrownBy(() -> json.read(file)).hasMessageContaining("by what stands below it is 'errored'");
    }

    @Test
    void whatComesAfterAReportIsNotOverlooked() throws IOException {
        Path file = folder.resolve("report.json");
        json.write(report("shop", run("default")), file);
        Files.writeString(file, Files.readString(file) + "{}");

        assertThatThrownBy(() -> json.read(file)).hasMessageContaining("is no report");
    }

    @Test
    void whateverArchtestWritesIsReadAsItIs() {
        Unit unit = new Unit("shop", "default");
        for (Report report : List.of(
                report("shop", run("default")),
                report("shop", run("default").notStarted("no engine")),
                report("shop", run("default")).withNotRun(List.of(notRun("flip"))),
                report("shop").withNotRun(List.of(notRun("flip"))),
                report("shop").withShard(new Shard(2, 2, List.of(), List.of(unit))),
                report("shop", run("default").cell("db", "errored", "no answer"))
                        .withNotRun(List.of(notRun("flip")))
                        .withShard(new Shard(1, 1, List.of(unit), List.of(unit))))) {
            Path file = folder.resolve("report.json");
            json.write(report, file);
            assertThat(json.read(file)).isEqualTo(report);
        }
    }
}
