package io.archtest.report.html;

import static io.archtest.testing.ReportFixture.report;
import static io.archtest.testing.ReportFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.HtmlReport;
import io.archtest.report.Report;
import io.archtest.testing.ReportFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
    @TempDir
    Path folder;

    private void log(String placement, String name, String text) throws IOException {
        Path file = folder.resolve("logs").resolve(placement).resolve(name + ".log");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Elements shown(ReportFixture... runs) throws IOException {
        Report report = report("shop", runs);
        new HtmlReport().write(report, folder);
        return Jsoup.parse(folder.resolve("report.html").toFile()).select("[data-testid=logs]");
    }

    private static ReportFixture failed() {
        return run("default").check("scenario", "front page", "failed", "status 502");
    }

    @Test
    void onlyThoseOfWhatFailedAreShown() throws IOException {
        log("default", "web", "GET / 502\n");
        log("default", "db", "ready\n");

        Elements logs = shown(failed());

        assertThat(logs.select("article h4").eachText()).containsExactly("web logs/default/web.log");
        assertThat(logs.select("pre").text()).isEqualTo("GET / 502");
        assertThat(logs.select(".cut")).isEmpty();
    }

    @Test
    void aConnectionConcernsBothEndsAndTheRelayBetweenThem() throws IOException {
        for (String name : new String[] {"web", "db", "relay-db", "relay-web", "cache"}) {
            log("default", name, name + " says so\n");
        }

        Elements logs = shown(run("default").cell("db", "failed", "refused"));

        assertThat(logs.select("pre").eachText()).containsExactly("db says so", "relay-db says so", "web says so");
    }

    @Test
    void aStartUpThatFailedConcernsWhatItNames() throws IOException {
        log("default", "web", "waiting\n");
        log("default", "db", "Illegal instruction\n");

        Elements logs = shown(run("default").notStarted("component 'db' ended with exit code 132"));

        assertThat(logs.select("pre").eachText()).containsExactly("Illegal instruction");
    }

    @Test
    void whenNothingIsNamedAllAreShown() throws IOException {
        log("default", "web", "waiting\n");
        log("default", "db", "starting\n");

        Elements logs = shown(run("default").notStarted("the engine answers no more"));

        assertThat(logs.select("pre").eachText()).containsExactly("starting", "waiting");
    }

    @Test
    void aRunThatPassedShowsNone() throws IOException {
        log("default", "web", "fine\n");

        assertThat(shown(run("default"))).isEmpty();
    }

    @Test
    void ofALongLogTheEndIsShownAndWhatWasCutIsSaid() throws IOException {
        log(
                "default",
                "web",
                IntStream.rangeClosed(1, 6000).mapToObj("line %d\n"::formatted).collect(Collectors.joining()));

        Element log = shown(failed()).select("article").first();

        assertThat(log).isNotNull();
        assertThat(log.select(".cut").text())
                .isEqualTo(
                        "Only the last 2500 lines are shown; the whole log has 58,893 bytes and is logs/default/web.log.");
        assertThat(log.select("pre").first().wholeText())
                .startsWith("line 3501\n")
                .endsWith("line 6000");
    }

    @Test
    void oneEndlessLineIsCutToo() throws IOException {
        log("default", "web", "x".repeat(300_000) + "end");

        Elements logs = shown(failed());

        assertThat(logs.select("pre").text()).hasSize(192 * 1024).endsWith("end");
        assertThat(logs.select(".cut").text()).contains("Only the last 1 line").contains("300,003 bytes");
    }

    @Test
    void manyLogsAreCutToTheLikeliestAndTheOthersAreNamed() throws IOException {
        ReportFixture run = run("default").notStarted("the engine answers no more");
        for (int i = 10; i < 25; i++) {
            log("default", "c" + i, "here\n");
        }

        Elements logs = shown(run);

        assertThat(logs.select("article")).hasSize(10);
        assertThat(logs.select(".cut").text())
                .isEqualTo("Not shown for want of space, but in logs/default: c20, c21, c22, c23, c24.");
    }

    /** Programs write for terminals, and some write what isn't text. */
    @Test
    void whatALogSaysIsShownAndNeverObeyed() throws IOException {
        Path file = folder.resolve("logs/default/web.log");
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                "\u001b[31mred\u001b[0m \u001b]0;title\u0007 10%\r20% </pre><script>alert(1)</script> \u202eabc \u00e9 "
                        .getBytes(StandardCharsets.UTF_8));
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe}, java.nio.file.StandardOpenOption.APPEND);

        Element log = shown(failed()).select("pre").first();

        assertThat(log).isNotNull();
        assertThat(log.wholeText())
                .isEqualTo(
                        "red \u241b]0;title\u2407 10%\n20% </pre><script>alert(1)</script> \u27e8U+202E\u27e9abc \u00e9 \ufffd\ufffd");
    }

    /** A report may come from elsewhere; its names must not lead out of its folder. */
    @Test
    void namesLeadToNoFileElsewhere() throws IOException {
        Files.writeString(folder.resolve("secret.log"), "secret");
        log("default", "db", "fine\n");
        Files.createSymbolicLink(folder.resolve("logs/default/web.log"), folder.resolve("secret.log"));
        Files.createSymbolicLink(folder.resolve("logs/linked"), folder);

        assertThat(shown(failed()).text()).contains("No log in logs/default belongs to what failed");
        for (String placement : new String[] {"..", "../", "default/../..", "linked"}) {
            Elements logs = shown(run(placement).notStarted("'secret' died"));
            assertThat(logs.text()).contains("No logs of this run lie beside this report");
        }
    }

    @Test
    void anEmptyLogSaysSo() throws IOException {
        log("default", "web", "");

        assertThat(shown(failed()).select("article").text()).contains("It is empty");
    }
}
