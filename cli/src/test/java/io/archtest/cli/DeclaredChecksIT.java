package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.scenarios.BuiltInScenarios;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file can ask of a real nginx from the host and from the other architecture: each kind once met, once missed. */
class DeclaredChecksIT {
    @TempDir
    Path folder;

    private List<Report.Cause> causes = List.of();

    @Test
    void whatIsTrueOfNginxPasses() throws Exception {
        Map<String, Report.Check> checks = run("good.yaml");

        assertThat(checks.values())
                .filteredOn(check -> !check.verdict().equals("passed"))
                .extracting(Report.Check::name, Report.Check::verdict, Report.Check::cause)
                .containsExactly(tuple("elsewhere", "skipped", "asked under placement flip only"));
        assertThat(checks).hasSize(21);
        assertThat(checks.get("the host doesn't verify it").actual()).contains("the certificate was not verified");
        assertThat(checks.get("the client doesn't verify it").actual()).contains("the certificate was not verified");
        assertThat(checks.get("all of an answer to the host").actual()).isEqualTo("status 200, body 'page [secret]'");
        // whatever else the run's own secrets went through, none is in the report
        assertThat(checks.toString()).doesNotContainPattern("page [0-9a-f]{32}");
    }

    @Test
    void eachPlantedFaultIsCaughtAndNamed() throws Exception {
        Map<String, Report.Check> checks = run("faults.yaml");

        assertThat(checks.values())
                .filteredOn(check -> !check.verdict().equals("failed"))
                .isEmpty();
        theAnswerIsWrong(checks);
        thereIsNoAnswer(checks);
        connectionsAreWrong(checks);
        commandsAndLogsAreWrong(checks);
        causesAreNamed();
        assertThat(checks.toString()).doesNotContainPattern("page [0-9a-f]{32}|two [0-9a-f]{32}");
    }

    private static void theAnswerIsWrong(Map<String, Report.Check> checks) {
        says(checks, "host status", "status 200 or 3xx", "status 404", "");
        says(checks, "client status", "status 2xx", "status 404", "");
        says(checks, "host header", "header 'Content-Type' equal to 'text/html'", "'text/plain'", "");
        says(checks, "client header", "matches /html/; header 'X-None'", "'text/plain'; no header 'X-None'", "");
        says(checks, "forbidden header", "no header 'Server'", "header 'Server' 'nginx/", "");
        says(checks, "host body", "body with 'another page'", "body 'page [secret]'", "");
        says(
                checks,
                "client body",
                "body equal to 'page'; body that matches /^seite/; body that doesn't match /page/",
                "body 'page [secret]'",
                "");
        says(
                checks,
                "all at once",
                "status 204; header 'X-None' equal to 'a'; body at '/items/0/name' equal to 'chair'; body at '/items/0/price' of type string; a value of the body at '/items/1'; body at '/page' that matches /^z/",
                "status 200; no header 'X-None'; body at '/items/0/name' 'lamp'; body at '/items/0/price' of type number; nothing of the body at '/items/1'; body at '/page' '[secret]'",
                "");
        says(checks, "no JSON", "body that is JSON", "which is none", "");
        says(checks, "wrong peer", "an answer by 'nginx' itself", "by somebody else", "wrong peer");
    }

    private static void thereIsNoAnswer(Map<String, Report.Check> checks) {
        noAnswer(checks, "host certificate", "PKIX path");
        noAnswer(checks, "client certificate", "the certificate is not accepted (X.509 verification result");
        noAnswer(checks, "host name", "doesn't match any of the subject alternative names");
        noAnswer(
                checks, "client name", "no alternative certificate subject name matches target host name 'other.test'");
        noAnswer(checks, "host loop", "Maximum redirects (3) exceeded");
        noAnswer(checks, "client loop", "Maximum (3) redirects followed");
        noAnswer(checks, "host away", "redirected to 'http://elsewhere.test', which is no component");
        noAnswer(checks, "client away", "Could not resolve host: elsewhere.test");
        noAnswer(checks, "host slow", "no complete answer within");
        noAnswer(checks, "client slow", "no complete answer within");
        noAnswer(checks, "host size", "the answer is longer than 20 bytes");
        noAnswer(checks, "client size", "the answer is longer than 20 bytes");
        noAnswer(checks, "host closed", "");
        noAnswer(checks, "client closed", "");
    }

    private static void connectionsAreWrong(Map<String, Report.Check> checks) {
        says(checks, "host tcp closed", "a connection to 'nginx' port 81", "closed without a word", "nobody listens");
        says(checks, "client tcp closed", "port 81 that answers", "closed without a word", "nobody listens");
        says(checks, "host tcp open", "no connection to 'nginx' port 80", "connected", "");
        says(checks, "client tcp open", "no connection to 'nginx' port 80", "connected", "");
        says(checks, "host tcp answer", "answer with 'another page'", "page [secret]", "");
        says(checks, "client tcp answer", "answer that matches /^SMTP/", "answer 'HTTP/1.1 200 OK", "");
    }

    private static void commandsAndLogsAreWrong(Map<String, Report.Check> checks) {
        says(checks, "exit code", "exit code 0", "exit code 4, output 'gone'", "");
        says(
                checks,
                "exec output",
                "output with 'three'; standard output equal to 'two'; standard error that matches /^one/",
                "standard output 'one'; standard error 'two [secret]'",
                "");
        says(checks, "exec hangs", "exit code 0 within", "still running then", "didn't end within");
        says(checks, "line there", "no line that matches /GET /no/", "the first one", "");
        says(
                checks,
                "line missing",
                "at least 100 lines with 'GET /never'; at least 100 lines that matches /GET /json/",
                "none among",
                "");
    }

    private void causesAreNamed() {
        assertThat(causes)
                .filteredOn(cause -> Set.of(
                                "tls", "redirect-loop", "host-authorisation", "wrong-peer", "connection-refused")
                        .contains(cause.id()))
                .extracting(Report.Cause::about, Report.Cause::id)
                .contains(
                        tuple("host certificate", "tls"),
                        tuple("client certificate", "tls"),
                        tuple("host name", "tls"),
                        tuple("client name", "tls"),
                        tuple("host loop", "redirect-loop"),
                        tuple("client loop", "redirect-loop"),
                        tuple("host forbidden", "host-authorisation"),
                        tuple("client forbidden", "host-authorisation"));
    }

    private static void noAnswer(Map<String, Report.Check> checks, String name, String cause) {
        says(checks, name, "an answer with status", "no answer", cause);
        assertThat(checks.get(name).cause()).isNotEmpty();
    }

    private static void says(
            Map<String, Report.Check> checks, String name, String expected, String actual, String cause) {
        Report.Check check = checks.get(name);
        assertThat(check.expected()).as("%s: expected", name).contains(expected);
        assertThat(check.actual()).as("%s: actual", name).contains(actual);
        assertThat(check.cause()).as("%s: cause", name).contains(cause);
    }

    /** The scenario's checks by name. */
    private Map<String, Report.Check> run(String checks) throws Exception {
        String asked = resource(checks).indent(4);
        Files.writeString(
                folder.resolve("compose.yaml"), resource("compose.yaml").replace("CHECKS\n", asked));
        new BuiltInScenarios().extract("cross-arch-nginx", folder);
        ArchtestProcess process = ArchtestProcess.start(
                folder, "run", folder.resolve("compose.yaml").toString(), "--images", "packaged");
        process.exitCode();
        Path report = folder.resolve("archtest-report/report.json");
        assertThat(report).as(process.output()).exists();
        Report read = new JsonReport(List.of()).read(report);
        assertThat(read.runs().get(0).failure()).as(process.output()).isNull();
        causes = read.runs().get(0).causes();
        return read.runs().get(0).checks().stream()
                .filter(check -> check.group().equals("scenario"))
                .collect(Collectors.toMap(Report.Check::name, Function.identity()));
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = DeclaredChecksIT.class.getResourceAsStream("checks/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
