package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.cli.GitHubRunner.Obeyed;
import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.scenarios.BuiltInScenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a CI system reads of real runs: of one whose page is hostile, and of one in which QEMU crashes. */
class CiIT {
    private static final List<String> OWN = List.of("add-mask", "group", "endgroup", "error", "warning");

    @TempDir
    Path folder;

    @Test
    void whatAContainerSaysIsNoCommandAndNoMarkup() throws Exception {
        Path file = changed(
                "content: \"page ${PAGE}",
                "content: \"no page\\n::error::pwned\\n  ##[error]pwned\\n</details><script>pwned</script>\\n```\\n# pwned");
        Path summary = folder.resolve("summary.md");

        ArchtestProcess archtest = run(file, Map.of("GITHUB_STEP_SUMMARY", summary.toString()), "--ci", "github");

        assertThat(archtest.exitCode()).as(archtest.output()).isEqualTo(ExitCode.CHECK_FAILED);
        List<Obeyed> obeyed = GitHubRunner.reads(archtest.output());
        assertThat(obeyed).extracting(Obeyed::name).isSubsetOf(OWN).contains("add-mask", "group");
        assertThat(obeyed)
                .filteredOn(command -> command.name().equals("error"))
                .hasSize(2)
                .allMatch(command -> command.properties().startsWith("title=cross-arch-nginx on default%3A"));
        // quoted in one line, in which nothing is a command; the runner that reads above would have obeyed one
        assertThat(archtest.output()).contains("\\n::error::pwned\\n  ## [error]pwned");
        assertThat(summary)
                .content()
                .startsWith("\n\n### archtest: cross-arch-nginx: FAILED")
                .contains("````text\n");
    }

    /** The client's first process ends as one does whose child QEMU could not go on with; the second time it stays. */
    @Test
    void aStartThatQemuEndedIsRepeatedAndFlaky() throws Exception {
        Path flag = Files.createDirectory(folder.resolve("flag"));
        Path file = changed("entrypoint: [\"sleep\", \"infinity\"]", """
                entrypoint: ["sh", "-c", "[ -e /flag/crashed ] || { touch /flag/crashed; sh -c 'kill -SEGV $$$$'; exit $$?; }; touch /flag/well; exec sleep infinity"]
                    user: "0:0"
                    volumes: ["%s:/flag"]
                    healthcheck: { test: ["CMD", "test", "-e", "/flag/well"], interval: 2s, start_period: 5s }
                """.formatted(flag));

        ArchtestProcess archtest = run(file, Map.of(), "--retries", "1");

        assertThat(archtest.exitCode()).as(archtest.output()).isEqualTo(ExitCode.PASSED);
        assertThat(archtest.output()).contains("retry 1 of 1", "FLAKY");
        Report.Run run = new JsonReport(List.of())
                .read(folder.resolve("report/report.json"))
                .runs()
                .get(0);
        assertThat(run.flaky()).isTrue();
        assertThat(run.attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.failure())
                        .contains("'client'", "exit code 139", "qemu: uncaught target signal 11"));
        assertThat(folder.resolve("report/logs/default/attempt-1/client.log"))
                .content()
                .contains("qemu: uncaught target signal 11");
        assertThat(folder.resolve("report/junit.xml")).content().contains("<flakyError");
    }

    private ArchtestProcess run(Path file, Map<String, String> environment, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                file.toString(),
                "--images",
                "packaged",
                "--report-dir",
                folder.resolve("report").toString()));
        arguments.addAll(List.of(more));
        return ArchtestProcess.start(folder, environment, arguments.toArray(String[]::new));
    }

    private Path changed(String text, String by) throws IOException {
        Path file = new BuiltInScenarios().extract("cross-arch-nginx", folder.resolve("scenario"));
        String original = Files.readString(file);
        assertThat(original).contains(text);
        return Files.writeString(file, original.replace(text, by.stripTrailing()));
    }
}
