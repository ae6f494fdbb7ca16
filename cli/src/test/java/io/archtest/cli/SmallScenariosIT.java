package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.scenarios.BuiltInScenarios;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scenarios beside Mastodon's, each under its default placement and the mirror, and with faults planted in their files.
 * Side by side: each is a program of its own with a folder of its own, which waits most of the time.
 */
@Execution(ExecutionMode.CONCURRENT)
class SmallScenariosIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"default", "flip"})
    void crossArchNginxPasses(String placement) throws Exception {
        Report.Run run = passed("cross-arch-nginx", placement);

        boolean flipped = placement.equals("flip");
        assertThat(run.placement().components())
                .containsEntry("nginx", flipped ? "arm64" : "x86_64")
                .containsEntry("client", flipped ? "x86_64" : "arm64");
        assertThat(checks(run, "passed")).hasSize(4);
        assertThat(run.checks())
                .filteredOn(check -> check.name().equals("the client gets this run's page from nginx"))
                .singleElement()
                .satisfies(check -> assertThat(check.actual())
                        .contains("on %s curl got".formatted(flipped ? "x86_64" : "aarch64"))
                        .contains("served on %s".formatted(flipped ? "aarch64" : "x86_64")));
        assertThat(run.connectivity())
                .filteredOn(cell -> cell.verdict().equals("passed"))
                .singleElement()
                .satisfies(cell -> assertThat(cell.via()).isEqualTo("host.docker.internal"));
    }

    /** All of standard output is JSON, with the events in their order; people read the error stream. */
    @Test
    void aProgramCanFollowIt() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new Archtest(new Surroundings(
                        new PrintWriter(out, true), new PrintWriter(err, true), System.getenv(), false))
                .run(
                        "run",
                        "cross-arch-nginx",
                        "--images",
                        "packaged",
                        "--progress",
                        "json",
                        "--report-dir",
                        folder.resolve("archtest-report").toString());

        assertThat(exitCode).as(err.toString()).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines)
                .extracting(line -> line.path("event").asText())
                .containsSubsequence(
                        "run-started",
                        "phase",
                        "ready",
                        "ready",
                        "checking",
                        "check",
                        "cleaning-up",
                        "run-finished",
                        "report")
                .first()
                .isEqualTo("run-started");
        assertThat(lines)
                .filteredOn(line -> line.path("event").asText().equals("run-finished"))
                .singleElement()
                .satisfies(line -> assertThat(line.path("run").asText())
                        .isEqualTo(report().runs().get(0).id()));
        assertThat(err.toString()).contains("cross-arch-nginx: PASSED").doesNotContain("archtest-progress");
    }

    @Test
    void aPageOfAnotherRunIsCaught() throws Exception {
        Report.Run run = failed(changed("cross-arch-nginx", "content: \"page ${PAGE}", "content: \"page 00c0ffee"));

        assertThat(checks(run, "failed"))
                .containsExactly(
                        "the client gets this run's page from nginx", "the host gets this run's page from nginx");
    }

    @Test
    void aClientThatFindsNobodyIsCaught() throws Exception {
        Report.Run run = failed(changed("cross-arch-nginx", "http://nginx/", "http://ngnix/"));

        assertThat(checks(run, "failed")).containsExactly("the client gets this run's page from nginx");
        assertThat(evidence(run)).contains("Could not resolve host: ngnix");
    }

    @Test
    void aMissingPageIsCaught() throws Exception {
        Report.Run run = failed(changed("cross-arch-nginx", "http://nginx/", "http://nginx/missing"));

        assertThat(checks(run, "failed"))
                .containsExactly("the client gets this run's page from nginx", "nginx reports no error");
        assertThat(evidence(run)).contains("error: 404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "flip"})
    void activityPubCachePasses(String placement) throws Exception {
        Report.Run run = passed("activitypub-cache", placement);

        assertThat(checks(run, "passed")).hasSize(14);
        assertThat(run.notices()).anyMatch(notice -> notice.contains("STAND-IN"));
        assertThat(run.connectivity())
                .filteredOn(cell -> cell.via().equals("host.docker.internal"))
                .hasSize(6);
        assertThat(run.checks())
                .filteredOn(check -> check.name().equals("ignores-vary is caught as poisoned, in both orders"))
                .singleElement()
                .satisfies(check -> assertThat(check.actual())
                        .contains("a browser got 200 application/activity+json instead of 200 text/html")
                        .contains("x-cache-status: HIT")
                        .contains("remedies: bypass the cache"));
    }

    @Test
    void aCacheWithoutBucketsIsCaught() throws Exception {
        Report.Run run =
                failed(changed("activitypub-cache", "proxy_cache_key $$wanted$$host", "proxy_cache_key $$host"));

        assertThat(checks(run, "failed"))
                .containsExactly(
                        "normalised-key gives each reader its own kind",
                        "normalised-key does so with HEAD",
                        "normalised-key does so with gzip");
        assertThat(evidence(run)).contains("poisoned in 12 of them").contains("remedies: bypass the cache");
    }

    @Test
    void aKeyWithoutQueryStringIsCaught() throws Exception {
        Report.Run run = failed(changed(
                "activitypub-cache", "$$wanted$$host$$request_uri", "$$wanted$$host$$uri$$arg_archtest$$arg_author"));

        assertThat(checks(run, "failed")).containsExactly("normalised-key keeps two accounts apart");
        assertThat(evidence(run)).contains("who asked for acct:bob@social.test got 'acct:alice@social.test'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "flip"})
    void tunnelIngressPasses(String placement) throws Exception {
        Report.Run run = passed("tunnel-ingress", placement);

        assertThat(checks(run, "passed")).hasSize(15);
        assertThat(run.notices()).anyMatch(notice -> notice.contains("STAND-IN"));
        assertThat(run.connectivity())
                .as("whoever shares no network is not asked")
                .noneMatch(cell -> cell.from().equals("visitor") && !cell.to().equals("tunnel"))
                .filteredOn(cell -> cell.verdict().equals("passed"))
                .anyMatch(cell -> cell.from().equals("visitor") && cell.via().equals("host.docker.internal"))
                .anyMatch(cell -> cell.from().equals("tunnel") && cell.via().equals("host.docker.internal"))
                .anyMatch(cell -> cell.from().equals("origin") && cell.via().equals("host.docker.internal"));
    }

    @Test
    void resumedSessionsAreCaught() throws Exception {
        Report.Run run = failed(changed("tunnel-ingress", "proxy_ssl_session_reuse off", "proxy_ssl_session_reuse on"));

        assertThat(checks(run, "failed"))
                .contains("noTLSVerify alone gives 502", "noTLSVerify alone fails for want of SNI")
                .contains("a wrong originServerName gives 502, noTLSVerify or not")
                .contains("a wrong originServerName fails by its name")
                .contains("originServerName alone gives 502")
                .contains("originServerName alone fails by the self-signed certificate")
                .contains("nothing set fails for want of SNI");
    }

    @Test
    void aWrongPoolIsCaught() throws Exception {
        Report.Run run = failed(changed(
                "tunnel-ingress",
                "proxy_ssl_trusted_certificate /etc/nginx/origin.pem",
                "proxy_ssl_trusted_certificate /etc/nginx/authority.pem"));

        assertThat(checks(run, "failed"))
                .contains("originServerName and caPool give 200, with SNI, Host and scheme as they should be")
                .contains("the visitor sees the tunnel's certificate, and the site behind it")
                .doesNotContain("originServerName and noTLSVerify give 200");
        assertThat(evidence(run)).contains("status 502");
    }

    /** Faults that have nothing to do with each other: each is caught by its own checks, and nothing else fails. */
    @Test
    void aLostSchemeAMissingCatchAllBrokenStreamsAndAnOpenOriginAreCaught() throws Exception {
        Path file = changed("tunnel-ingress", "X-Forwarded-Proto https", "X-Forwarded-Proto http");
        change(file, "listen 8080 default_server", "listen 8086");
        change(file, "proxy_set_header Upgrade $$http_upgrade;", "");
        change(file, "proxy_buffering off", "proxy_buffering on");
        change(file, "networks: [outside]", "networks: [outside, inside]");

        Report.Run run = failed(file);

        assertThat(checks(run, "failed"))
                .containsExactly(
                        "originServerName and caPool give 200, with SNI, Host and scheme as they should be",
                        "originServerName and noTLSVerify give 200",
                        "an unknown host gets 404 from the tunnel",
                        "the visitor sees the tunnel's certificate, and the site behind it",
                        "a WebSocket passes the tunnel, both ways",
                        "events pass the tunnel as they are sent, not when the stream ends",
                        "the visitor has no way to the origin but the tunnel");
        assertThat(evidence(run))
                .contains("proto=http")
                .contains("not accepted")
                .contains("proxy_buffering off");
    }

    private Report.Run passed(String scenario, String placement) throws Exception {
        ArchtestProcess run =
                ArchtestProcess.start(folder, "run", scenario, "--images", "packaged", "--placement", placement);

        assertThat(run.exitCode()).as(run.output()).isZero();
        Report report = report();
        assertThat(report.verdict()).isEqualTo("passed");
        assertThat(report.runs()).hasSize(1);
        Report.Run only = report.runs().get(0);
        assertThat(only.placement().components().values()).contains("arm64", "x86_64");
        assertThat(only.checks())
                .allSatisfy(check -> assertThat(check.verdict()).isEqualTo("passed"));
        assertThat(only.connectivity())
                .extracting(Report.Cell::verdict)
                .contains("passed")
                .doesNotContain("failed", "errored");
        return only;
    }

    /** All on one architecture, which is quick; what is planted has nothing to do with the other. */
    private Report.Run failed(Path file) throws Exception {
        ArchtestProcess run =
                ArchtestProcess.start(folder, "run", file.toString(), "--images", "packaged", "--placement", "native");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.CHECK_FAILED);
        return report().runs().get(0);
    }

    private Path changed(String scenario, String what, String into) throws IOException {
        Path file = new BuiltInScenarios().extract(scenario, folder.resolve("changed"));
        change(file, what, into);
        return file;
    }

    private static void change(Path file, String what, String into) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, into));
    }

    private Report report() {
        return new JsonReport(List.of()).read(folder.resolve("archtest-report/report.json"));
    }

    private static List<String> checks(Report.Run run, String verdict) {
        return run.checks().stream()
                .filter(check ->
                        check.group().equals("scenario") && check.verdict().equals(verdict))
                .map(Report.Check::name)
                .toList();
    }

    /** What was seen instead, and why, of all checks that failed. */
    private static String evidence(Report.Run run) {
        return run.checks().stream()
                .filter(check -> check.verdict().equals("failed"))
                .map(check -> check.actual() + " " + check.cause())
                .reduce("", (one, other) -> one + "\n" + other);
    }
}
