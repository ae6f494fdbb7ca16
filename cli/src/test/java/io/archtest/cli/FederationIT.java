package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.scenarios.BuiltInScenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances, one per architecture, that federate; and what the checks say when one thing is broken for real. */
class FederationIT {
    private static final int CHECKS = 24;
    private static final String SIGNS = "instance %s signs its answer so that anybody can verify it";

    @TempDir
    Path folder;

    @Test
    void oneInstancePerArchitectureFederates() throws Exception {
        ArchtestProcess run = ArchtestProcess.start(folder, "run", "mastodon-federation", "--images", "packaged");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertFederates("arm64", "x86_64");
    }

    @Test
    void itsMirrorDoesToo() throws Exception {
        ArchtestProcess run = ArchtestProcess.start(
                folder, "run", "mastodon-federation", "--images", "packaged", "--placement", "flip");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertFederates("x86_64", "arm64");
    }

    /** Both instances sign another text than the draft's, and would so agree with each other if they verified it alike. */
    @Test
    void aWrongSignatureIsCaught() throws Exception {
        Path file = unpacked();
        change(
                standIn("federation/http_signature.rb"),
                "key.sign(OpenSSL::Digest.new('SHA256'), text)",
                "key.sign(OpenSSL::Digest.new('SHA256'), text.upcase)");

        assertThat(failed(file))
                .contains(SIGNS.formatted("a"), SIGNS.formatted("b"), "instance b accepts a follow from instance a");
        assertThat(check("instance b accepts a follow from instance a").cause()).contains("Verification failed for ");
    }

    @Test
    void anInboxThatTakesUnsignedRequestsIsCaught() throws Exception {
        Path file = unpacked();
        change(
                standIn("web/federation_api.rb"),
                "actor = Federation::SignedRequest.new(request, body).actor",
                "halt 202, '' unless request.get_header('HTTP_SIGNATURE')\n          actor = Federation::SignedRequest.new(request, body).actor");

        assertThat(failed(file))
                .containsExactly("instance a refuses an unsigned request", "instance b refuses an unsigned request");
    }

    @Test
    void privateAddressesThatAreNotAllowedAreNamed() throws Exception {
        Path file = unpacked();
        change(
                file,
                "  ALLOWED_PRIVATE_ADDRESSES: 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16",
                "  ALLOWED_PRIVATE_ADDRESSES: 192.0.2.0/24");

        assertThat(failed(file)).contains("instance a finds somebody on instance b by name");
        assertThat(check("instance a finds somebody on instance b by name").cause())
                .contains("Requests to private network addresses are disallowed (tried to query b.test)");
    }

    private Path unpacked() {
        return new BuiltInScenarios().extract("mastodon-federation", folder.resolve("scenarios"));
    }

    private Path standIn(String file) {
        return folder.resolve("scenarios/mastodon-stack/packaged/mastodon-web/opt/mastodon/lib/standin/" + file);
    }

    private static void change(Path file, String what, String into) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, into));
    }

    /** Names of the checks that failed; all on the host's own architecture, which is quicker. */
    private List<String> failed(Path file) throws Exception {
        ArchtestProcess run =
                ArchtestProcess.start(folder, "run", file.toString(), "--images", "packaged", "--placement", "native");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.CHECK_FAILED);
        return report().checks().stream()
                .filter(check -> check.verdict().equals("failed"))
                .map(Report.Check::name)
                .toList();
    }

    private Report.Check check(String name) {
        return report().checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void assertFederates(String ofA, String ofB) {
        Report.Run run = report();
        assertThat(run.components())
                .filteredOn(component -> component.name().matches("(web|sidekiq|postgres)-[ab]"))
                .hasSize(6)
                .allSatisfy(component -> {
                    String wanted = component.name().endsWith("-a") ? ofA : ofB;
                    assertThat(component.observed().manifest())
                            .as(component.name())
                            .isEqualTo(wanted);
                });
        assertThat(run.checks().stream().filter(check -> check.group().equals("scenario")))
                .hasSize(CHECKS)
                .allMatch(check -> check.verdict().equals("passed"));
        assertThat(run.connectivity().stream()
                        .filter(cell -> cell.via().equals("host.docker.internal"))
                        .filter(cell -> cell.verdict().equals("passed")))
                .as("each web and Sidekiq to the other edge, and those of one to edge-c")
                .hasSizeGreaterThanOrEqualTo(6);
    }

    private Report.Run report() {
        return new JsonReport(List.of())
                .read(folder.resolve("archtest-report/report.json"))
                .runs()
                .get(0);
    }
}
