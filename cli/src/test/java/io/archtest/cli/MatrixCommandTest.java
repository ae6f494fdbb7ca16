package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.matrix.MatrixFormat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code archtest matrix} in-process, on a host without anything. */
class MatrixCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            matrix mastodon-stack                                           | Missing required option: '--format=FORMAT'
            matrix --format json                                            | SCENARIO
            matrix nosuch --format json                                     | No scenario 'nosuch'
            matrix pom.xml --format json                                    | not YAML
            matrix /etc/passwd --format json                                | is a path on this machine
            matrix mastodon-stack --format xml                              | Unknown format 'xml'; known: github, gitlab, json
            matrix mastodon-stack --format github --placement sideways      | Unknown placement 'sideways'
            matrix mastodon-stack mastodon-stack --format github            | is given twice
            matrix mastodon-stack --format github --placement flip,flip     | placement 'flip' is given twice
            matrix mastodon-stack --format github --runner macos-13         | Unknown runner 'macos-13'; known: ubuntu-24.04,
            matrix mastodon-stack --format gitlab --runner ubuntu-24.04     | known: saas-linux-small-amd64
            matrix mastodon-stack --format github --self-hosted self-hosted,Linux | label 'Linux' is of another machine
            matrix mastodon-stack --format github --self-hosted ,           | found an empty one
            matrix mastodon-stack --format github --option sidekiq=many     | its values: split, combined
            matrix mastodon-stack --format github --provider docker         | Unknown option: '--provider'
            """)
    void aWrongUseIsOneMessageAndExitCode2(String line, String message) {
        assertThat(run(line.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("archtest: ").contains(message).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void theMatrixIsOneLineAndWhatIsLeftOutIsSaidBesideIt() {
        assertThat(run("matrix", "mastodon-stack", "cross-arch-nginx", "--format", "github"))
                .isZero();
        assertThat(out.toString().lines()).singleElement().asString().contains("\"scenario\":\"cross-arch-nginx\"");
        assertThat(err.toString()).contains("skipped: macos-15: ", "(no-nested-virtualization)");
    }

    @Test
    void optionsReachEachJob() {
        assertThat(run(
                        "matrix",
                        "mastodon-stack",
                        "--format",
                        "github",
                        "--runner",
                        "ubuntu-24.04",
                        "--option",
                        "sidekiq=combined"))
                .isZero();
        assertThat(out.toString()).contains("\"options\":\"sidekiq=combined\"");
    }

    @Test
    void noJobAtAllIsExitCode4WithEachReason() {
        assertThat(run("matrix", "mastodon-stack", "--format", "github", "--runner", "macos-15"))
                .isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("No machine can run it", "no-nested-virtualization");
    }

    @Test
    void programsGetTheReasonsThenToo() {
        assertThat(run("matrix", "mastodon-stack", "--format", "json", "--runner", "macos-15", "--smoke"))
                .isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(out.toString()).contains("\"too-little-memory\"");
    }

    @Test
    void theDayDecides() {
        MatrixCommand command =
                new MatrixCommand(surroundings(), Clock.fixed(Instant.parse("2027-08-01T00:00:00Z"), ZoneOffset.UTC));
        CommandLine line = new CommandLine(command);
        line.registerConverter(MatrixFormat.class, Archtest.converter(MatrixFormat::parse));

        assertThat(line.execute("cross-arch-nginx", "--format", "github")).isZero();
        assertThat(out.toString()).doesNotContain("macos-15-intel");
        assertThat(err.toString()).contains("macos-15-intel", "(runner-ended)");
    }

    private Surroundings surroundings() {
        return new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), false);
    }

    private int run(String... arguments) {
        return new Archtest(surroundings()).run(arguments);
    }
}
