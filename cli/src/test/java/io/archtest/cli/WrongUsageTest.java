package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistyped command line gets told what was meant, in words of the command line and not of the program. */
class WrongUsageTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            rn                                     | No command 'rn'; there are: run, up, down, logs
            report opn                             | No command 'opn'; there are: merge
            report                                 | Missing required subcommand; there are: merge
            clean foo                              | 'foo' has no place in 'archtest clean'
            run x --report y                       | Did you mean --report-dir? See 'archtest run --help'
            run x --report=y                       | Did you mean --report-dir?
            run x --plcement y                     | Did you mean --placement
            run cross-arch-nginx --place nginx     | Value for option '--place' (COMPONENT=ARCH)
            run                                    | Name a Compose file, a folder with one or a built-in scenario
            shell                                  | 'COMPONENT'
            plan cross-arch-nginx --option a=b     | cross-arch-nginx/compose.yaml has no options; asked for: a=b
            """)
    void theMistakeAndWhatToDo(String line, String message) {
        assertThat(run(line.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("archtest: ")
                .contains(message)
                .doesNotContain("option option", "index", "Possible solutions", "{")
                .doesNotContainPattern("archtest-\\d"); // the temporary folder of a built-in scenario
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anEmptyPathIsNotTheFolderThatOneIsIn() {
        assertThat(run("run", "cross-arch-nginx", "--report-dir", "")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'--report-dir'", "it is empty; give a path");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --provider docker --cpus 2 --proxy | no machines that --cpus, --proxy could be about
            --provider docker --keep           | --keep
            --engine foo                       | --engine 'foo' is no address of an engine
            """)
    void whatWouldBeWithoutEffectIsRefusedBeforeAnythingStarts(String options, String message) {
        assertThat(run(("run cross-arch-nginx " + options).split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"taken", "taken/report"})
    void aFileInThePlaceOfTheReportFolderIsFoundBeforeTheRunAndNotAfterIt(String name) throws IOException {
        Path taken = Files.createFile(folder.resolve("taken"));
        Path report = folder.resolve(name);
        assertThat(run("run", "cross-arch-nginx", "--engine", "unix:///nonexistent.sock", "--report-dir", report + ""))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("The report can't go to " + report + ": " + taken + " is no folder", "--report-dir");
    }

    @Test
    void aRunThatIsRefusedLeavesNoReportFolder() {
        Path report = folder.resolve("report");
        assertThat(run("run", "cross-arch-nginx", "--engine", "unix:///nonexistent.sock", "--report-dir", report + ""))
                .isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(report).doesNotExist();
    }

    @Test
    void hiddenCommandsAreNotOffered() {
        run("rn");
        assertThat(err.toString()).doesNotContain(KeepCommand.NAME);
    }

    @Test
    void aScenarioThatIsNotThereIsNotListed() {
        assertThat(run("list", "nosuch")).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aShellWithoutAStackSaysNothingOfLogs() {
        int code = new Archtest(new Surroundings(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        Map.of("XDG_STATE_HOME", folder.toString()),
                        false))
                .run("shell", "web");
        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("No stack is up. Start one with 'archtest up'")
                .doesNotContain("logs");
    }

    @Test
    void anEmptyReportIsCalledEmpty() throws IOException {
        Path report = Files.createFile(folder.resolve("report.json"));
        assertThat(run("report", "render", folder.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(report + " is empty").doesNotContain("schema");
    }

    @Test
    void aReportThatLacksSomethingIsCalledSoInNoWordsOfJava() throws IOException {
        Path report =
                Files.writeString(folder.resolve("report.json"), "{\"schema\": \"archtest-report/1\", \"runs\": [{}]}");
        assertThat(run("report", "render", folder.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains(report + " is no report: its 'runs.0' lacks something")
                .doesNotContain("java", "instance");
    }

    private int run(String... arguments) {
        return new Archtest(new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), false))
                .run(arguments);
    }
}
