package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.scenarios.BuiltInScenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenario mail-relay with a real Postfix: both placements, and faults planted in its configuration. */
class MailRelayIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"default", "flip"})
    void passesAcrossBothArchitectures(String placement) throws Exception {
        ArchtestProcess run =
                ArchtestProcess.start(folder, "run", "mail-relay", "--images", "packaged", "--placement", placement);

        assertThat(run.exitCode()).as(run.output()).isZero();
        Report.Run report = report();
        assertThat(checks(report, "passed")).hasSize(7);
        assertThat(report.connectivity())
                .extracting(Report.Cell::from, Report.Cell::to, Report.Cell::via, Report.Cell::verdict)
                .contains(
                        tuple("sender", "postfix", "host.docker.internal", "passed"),
                        tuple("postfix", "mailpit", "host.docker.internal", "passed"));
        assertThat(report.connectivity()).extracting(Report.Cell::verdict).doesNotContain("failed", "errored");
        assertThat(evidence(report, "passed"))
                .contains("sender -> postfix.relay.test -> mailpit")
                .contains("deferred while 'mailpit' was down");
        assertThat(report.notices()).anyMatch(notice -> notice.contains("STAND-IN for axllent/mailpit"));
    }

    @Test
    void aRelayToTheWrongPeerIsNamed() throws Exception {
        Report.Run report = failed("RELAYHOST: \"[mailpit]:1025\"", "RELAYHOST: \"[sender]:1025\"");

        assertThat(checks(report, "failed")).containsExactly("a mail arrives at the smarthost with its text");
        assertThat(checks(report, "skipped"))
                .containsExactly(
                        "it came by way of Postfix",
                        "a sender of a foreign domain is refused",
                        "without the smarthost a mail waits in Postfix, and arrives when it is back");
        assertThat(evidence(report, "failed")).contains("'postfix' logged: ").contains("connect to sender[");
    }

    @Test
    void aRelayForEverybodyIsCaught() throws Exception {
        Report.Run report =
                failed("ALLOWED_SENDER_DOMAINS: relay.test", "ALLOWED_SENDER_DOMAINS: relay.test foreign.invalid");

        assertThat(checks(report, "failed")).containsExactly("a sender of a foreign domain is refused");
        assertThat(evidence(report, "failed")).contains("'postfix' relays for everybody");
    }

    @Test
    void anOwnSenderThatIsRefusedIsNamed() throws Exception {
        Report.Run report = failed("reject_non_fqdn_recipient, ", "reject, ");

        assertThat(checks(report, "failed")).containsExactly("a mail arrives at the smarthost with its text");
        assertThat(evidence(report, "failed")).contains("554 5.7.1").contains("Access denied");
    }

    /** All on one architecture, which is quick; what is planted has nothing to do with the other. */
    private Report.Run failed(String what, String into) throws Exception {
        Path file = changed(what, into);
        ArchtestProcess run =
                ArchtestProcess.start(folder, "run", file.toString(), "--images", "packaged", "--placement", "native");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.CHECK_FAILED);
        return report();
    }

    private Path changed(String what, String into) throws IOException {
        Path file = new BuiltInScenarios().extract("mail-relay", folder.resolve("changed"));
        String text = Files.readString(file);
        assertThat(text).contains(what);
        return Files.writeString(file, text.replace(what, into));
    }

    private Report.Run report() {
        return new JsonReport(List.of())
                .read(folder.resolve("archtest-report/report.json"))
                .runs()
                .get(0);
    }

    private static List<String> checks(Report.Run run, String verdict) {
        return run.checks().stream()
                .filter(check ->
                        check.group().equals("scenario") && check.verdict().equals(verdict))
                .map(Report.Check::name)
                .toList();
    }

    private static String evidence(Report.Run run, String verdict) {
        return run.checks().stream()
                .filter(check -> check.verdict().equals(verdict))
                .map(check -> check.actual() + " " + check.cause())
                .reduce("", (one, other) -> one + "\n" + other);
    }
}
