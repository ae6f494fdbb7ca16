package io.archtest.cli;

import static io.archtest.cli.RunFixture.DB;
import static io.archtest.cli.RunFixture.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.engine.PullStatus;
import io.archtest.environment.Phase;
import io.archtest.image.BuildStep;
import io.archtest.model.Outcome;
import io.archtest.model.Redaction;
import io.archtest.testing.ReportFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program reads. */
class JsonProgressTest {
    private static final String HOSTILE =
            "\"},{\\ \u0000\u001b[2J\r\n::error::x ##[error]y \u2028\u202e\u009b \ud800 日本 😀 </script>";

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final StringWriter out = new StringWriter();

    @Test
    void eachEventHasTheContractsFields() {
        JsonProgress progress = everything();

        assertThat(events())
                .containsExactly(
                        "run-started",
                        "phase",
                        "pull",
                        "build",
                        "phase",
                        "health",
                        "ready",
                        "notice",
                        "profile",
                        "checking",
                        "checking",
                        "check",
                        "check",
                        "check",
                        "check",
                        "cleaning-up",
                        "run-finished",
                        "report");
        assertThat(lines()).allSatisfy(line -> {
            assertThat(line.get("schema").asText()).isEqualTo("archtest-progress/1");
            assertThat(Instant.parse(line.get("time").asText())).isEqualTo("2026-11-26T01:02:03.456Z");
            assertThat(line.path("scenario").asText()).isEqualTo("fixture");
        });
        assertThat(lines().stream().limit(17))
                .allSatisfy(line -> assertThat(line.path("run").asText()
                                + line.path("placement").asText())
                        .isEqualTo("0a1b2c3ddefault"));
        assertThat(field("run-started", "components"))
                .isEqualTo(
                        "[{\"name\":\"db\",\"kind\":\"component\",\"architecture\":\"arm64\",\"image\":\"example/db:1\"},"
                                + "{\"name\":\"prepare\",\"kind\":\"job\",\"architecture\":\"x86_64\",\"image\":\"example/prepare:1\"},"
                                + "{\"name\":\"web\",\"kind\":\"component\",\"architecture\":\"x86_64\",\"image\":\"example/web:1\"}]");
        assertThat(only("pull"))
                .endsWith(
                        "\"component\":\"db\",\"architecture\":\"arm64\",\"layers\":7,\"layersDone\":3,\"bytes\":45,\"totalBytes\":120,\"text\":\"a: Downloading\"}");
        assertThat(only("build")).contains("\"step\":2,\"steps\":3,\"text\":\"[2/3] RUN make\"");
        assertThat(only("ready")).contains("\"component\":\"web\"", "\"durationMs\":2000,\"earlierMs\":1500");
        assertThat(only("run-finished")).contains("\"verdict\":\"errored\"", "\"flaky\":false", "\"causes\":[]");
        assertThat(only("report")).contains("\"folder\":\"archtest-report\"");
        progress.notice("between runs");
        assertThat(lines().get(18).has("run")).isFalse();
    }

    @Test
    void anAnswerComesWithItsEvidence() {
        everything();

        assertThat(lines().stream().filter(line -> line.get("event").asText().equals("check")))
                .extracting(line -> line.path("verdict").asText() + "|"
                        + line.path("expected").asText() + "|"
                        + line.path("actual").asText() + "|"
                        + line.path("cause").asText() + "|"
                        + line.path("durationMs").asLong())
                .containsExactly(
                        "passed||200 OK||1234",
                        "failed|200|500|no route|1234",
                        "errored|||no answer|1234",
                        "skipped|||no user|1234");
    }

    /** PROGRESS.md has a table of all events and fields; none is missing there, and no event is there that there isn't. */
    @Test
    void theContractIsWrittenDown() throws IOException {
        everything();
        String contract = Files.readString(Path.of("PROGRESS.md"));
        Set<String> names = new TreeSet<>();
        lines().forEach(line -> line.fieldNames().forEachRemaining(names::add));

        assertThat(names).allSatisfy(name -> assertThat(contract).contains("`" + name + "`"));
        assertThat(new TreeSet<>(events()))
                .isEqualTo(new TreeSet<>(contract.lines()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.substring(3, line.indexOf('`', 3)))
                        .filter(name -> events().contains(name) || !names.contains(name))
                        .toList()));
    }

    @Test
    void hostileTextIsWholeAndObeyedByNobody() {
        JsonProgress progress = begun();
        progress.notice(HOSTILE);
        progress.pulling(DB, new PullStatus(HOSTILE, 1, 0, 0, 0));
        progress.checked(RunFixture.check(HOSTILE, Outcome.failed(HOSTILE, HOSTILE)));

        assertThat(out.toString().chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
        assertThat(out.toString()).doesNotContain("##[");
        assertThat(out.toString().lines()).allMatch(line -> line.startsWith("{"));
        assertThat(field("notice", "text")).isEqualTo(HOSTILE);
        assertThat(field("check", "name")).isEqualTo(HOSTILE);
    }

    @Test
    void eachLineIsThereAsSoonAsItHappens() {
        StringWriter slow = new StringWriter();
        List<String> seen = new ArrayList<>();
        PrintWriter writer = new PrintWriter(new java.io.BufferedWriter(slow));
        JsonProgress progress = new JsonProgress(new JsonLines(writer, Clock.systemUTC()), underway());
        progress.notice("one");
        seen.add(slow.toString());

        assertThat(seen.get(0)).endsWith("\"text\":\"one\"}\n");
    }

    @Test
    void aSecretIsInNoLine() {
        JsonLines secretive = new JsonLines(new PrintWriter(out), Clock.systemUTC());
        secretive.redact(new Redaction(List.of("hunter2hunter2")));
        secretive
                .line("notice")
                .with("text", "it is hunter2hunter2")
                .with("components", List.of(java.util.Map.of("image", "x:hunter2hunter2")))
                .write();

        assertThat(out.toString()).doesNotContain("hunter2").contains("it is [secret]", "x:[secret]");
    }

    private JsonProgress everything() {
        JsonProgress progress = begun();
        progress.entered(DB, Phase.PULL, "example/db:1");
        progress.pulling(DB, new PullStatus("a: Downloading", 7, 3, 45, 120));
        progress.building(DB, new BuildStep(2, 3, "[2/3] RUN make"));
        progress.entered(WEB, Phase.CREATE, "");
        progress.health(WEB, "healthy");
        clock.seconds(2);
        progress.ready(WEB);
        progress.notice("STAND-IN for web");
        progress.working("archtest-arm64", "starting", "booting", Duration.ofSeconds(3));
        progress.checking("asking the scenario's checks");
        progress.asking("it works", 1, 4);
        progress.checked(RunFixture.check("it works", Outcome.passed("200 OK")));
        progress.checked(RunFixture.check("it answers", Outcome.failed("200", "500", "no route")));
        progress.checked(RunFixture.check("it asks", Outcome.errored("no answer")));
        progress.checked(RunFixture.check("it waits", Outcome.skipped("no user")));
        progress.cleaningUp();
        ReportFixture run = ReportFixture.run("default");
        progress.ended(run.attempt("crashed").notStarted("'web' ended").build());
        progress.reported(ReportFixture.report("fixture", run), "archtest-report");
        return progress;
    }

    private JsonProgress begun() {
        Clock fixed = Clock.fixed(Instant.parse("2026-11-26T01:02:03.456Z"), ZoneOffset.UTC);
        JsonProgress progress = new JsonProgress(new JsonLines(new PrintWriter(out), fixed), underway());
        progress.runBegins(RunFixture.ID, RunFixture.plan(folder));
        return progress;
    }

    private Underway underway() {
        return new Underway(clock, RunFixture::earlier);
    }

    private List<JsonNode> lines() {
        return out.toString().lines().map(JsonProgressTest::parsed).toList();
    }

    private static JsonNode parsed(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> events() {
        return lines().stream().map(line -> line.get("event").asText()).toList();
    }

    private String only(String event) {
        return out.toString()
                .lines()
                .filter(line -> line.contains("\"event\":\"%s\"".formatted(event)))
                .findFirst()
                .orElseThrow();
    }

    private String field(String event, String name) {
        JsonNode value = lines().stream()
                .filter(line -> line.get("event").asText().equals(event))
                .findFirst()
                .orElseThrow()
                .get(name);
        return value.isTextual() ? value.asText() : value.toString();
    }
}
