package io.archtest.report.html;

import static io.archtest.report.html.RenderedPage.shown;
import static io.archtest.testing.ReportFixture.report;
import static io.archtest.testing.ReportFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archtest.report.JsonReport;
import io.archtest.report.NotRun;
import io.archtest.report.Report;
import io.archtest.report.ReportFolder;
import io.archtest.report.Shard;
import io.archtest.report.Shard.Unit;
import io.archtest.testing.ReportFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlReportTest {
    @TempDir
    Path folder;

    private Document page(Report report) throws IOException {
        return RenderedPage.of(report, folder);
    }

    @Test
    void theVerdictComesFirstWithItsReasonInOneSentence() throws IOException {
        Document page = page(SampleReport.full());

        assertThat(shown(page, "verdict")).isEqualTo("! errored");
        assertThat(shown(page, "reason"))
                .isEqualTo("On split: web -> db:5432: by host.docker.internal: refused; why: connection refused "
                        + "(connect: refused): expose 5432 (and 3 more problems)");
        assertThat(page.title()).isEqualTo("shop: errored \u2013 archtest");
        assertThat(page.select("h1").size()).isEqualTo(1);
    }

    @Test
    void aReportThatPassedSaysWhatWasAsked() throws IOException {
        Document page = page(report("shop", run("default").cell("db", "passed", "")));

        assertThat(shown(page, "verdict")).isEqualTo("\u2713 passed");
        assertThat(shown(page, "reason"))
                .isEqualTo(
                        "Every question was answered rightly: 1 check and 1 connection, 1 of them across architectures, in 1 run.");
        assertThat(page.select("[data-testid=logs], [data-testid=causes], [data-testid=coverage]"))
                .isEmpty();
    }

    @Test
    void aRunThatDidNotStartSaysWhy() throws IOException {
        Document page = page(report("shop", run("default").notStarted("db died: exit code 139")));

        assertThat(shown(page, "verdict")).isEqualTo("! errored");
        assertThat(shown(page, "reason")).isEqualTo("On default it did not start: db died: exit code 139");
        assertThat(shown(page, "runs-table")).contains("not started");
        assertThat(shown(page, "reproduce")).contains("archtest run shop --placement default");
    }

    @Test
    void aShardWithNothingToDoIsNoPass() throws IOException {
        Report nothing = report("shop").withShard(new Shard(2, 2, List.of(), List.of(new Unit("other", "default"))));

        Document page = page(nothing);

        assertThat(shown(page, "verdict")).isEqualTo("\u2013 skipped");
        assertThat(shown(page, "reason")).contains("nothing was asked");
    }

    @Test
    void whatWasNotRunAnyMoreIsNoPassAndIsNamed() throws IOException {
        Document page = page(report("shop", run("default"))
                .withNotRun(List.of(new NotRun(
                        new Report.Placement("flip", Map.of()),
                        "default failed",
                        "archtest run shop --placement flip"))));

        assertThat(shown(page, "verdict")).isEqualTo("! errored");
        assertThat(shown(page, "reason")).isEqualTo("Placement flip was not run: default failed.");
        assertThat(shown(page, "runs-table"))
                .contains("flip \u25cb not run default failed archtest run shop --placement flip");
    }

    @Test
    void noRunAtAllIsNoPass() throws IOException {
        assertThat(shown(page(report("shop")), "reason")).isEqualTo("No run was carried out, so nothing was proven.");
    }

    @Test
    void eachPartShowsWhatTheReportHolds() throws IOException {
        Document page = page(SampleReport.full());
        Element split = page.selectFirst("[data-testid=run-split]");

        assertThat(split).isNotNull();
        assertThat(split.selectFirst("details").hasAttr("open")).isTrue();
        assertThat(page.selectFirst("[data-testid=run-native] details").hasAttr("open"))
                .isFalse();
        assertThat(split.select("[data-testid=components] tr:contains(web)").text())
                .contains("arm64", "disagrees: riscv64", "qemu-user", "stand-in", "9.00 s");
        assertThat(split.select("[data-testid=components] tr:contains(db)").text())
                .contains("job", "exit 1");
        assertThat(split.select("[data-testid=connectivity]").text())
                .contains("0 of 1 reached", "web \u2192 db:5432", "failed, by host.docker.internal refused");
        assertThat(split.select("[data-testid=critical-path] li").text()).isEqualTo("web 9.00 s");
        assertThat(split.select("[data-testid=checks] article").text())
                .contains("\u2717 front page", "expected status 200", "actual status 502", "cause no db")
                .contains("! api", "timed out");
        assertThat(split.select("[data-testid=causes]").text())
                .contains("connection refused", "web -> db:5432", "connect: refused", "Next: expose 5432");
        assertThat(shown(page, "factors"))
                .contains("process-start", "1.50 ms", "30.0 ms", "20\u00d7", "web 23\u00d7 400 ms of 1");
        assertThat(shown(page, "coverage"))
                .contains(
                        "2 placements of 2^2 = 4",
                        "web \u2192 db :5432",
                        "\u2717 arm64 \u2192 x86_64: failed split refused")
                .contains("\u25cb x86_64 \u2192 arm64: not run", "\u2298 arm64 \u2192 arm64: impossible db is pinned");
        assertThat(shown(page, "comparison"))
                .contains("\u25b2 slower", "web start-to-ready", "200 ms of 5", "noise 20 ms", "another kernel");
        assertThat(shown(page, "environment")).contains("Linux 6.1", "24000 MiB", "Docker 27.1", "the host was busy");
        assertThat(page.select("[data-testid=run-flip]").text()).contains("Flaky:", "signal 11", "db died");
    }

    /** Whatever texts say, the page has the same elements with the same attributes as with harmless texts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script><script>alert(1)</script>",
                "\"'><img src=x onerror=alert(1)>",
                "<!--<script>",
                "]]></style></textarea></title><svg onload=alert(1)>",
                "' onmouseover='alert(1)",
                "${7*7} {{7*7}} \\u003cscript\\u003e \u2028 \u2029 \u0000 \u001b[31m \u202e",
                "javascript:alert(1)"
            })
    void foreignTextAddsNoElementAndNoAttribute(String hostile) throws IOException {
        Report harmless = SampleReport.full();

        List<String> expected = structure(page(SampleReport.with(harmless, text -> text + "text")));
        Document page = page(SampleReport.with(harmless, text -> text + hostile));

        assertThat(structure(page)).isEqualTo(expected);
        assertThat(shown(page, "coverage")).contains(Visible.of(hostile).strip().replaceAll("\\s+", " "));
        assertThat(page.select("script").stream().filter(script -> !script.hasAttr("type")))
                .hasSize(1);
        for (Element data : page.select("script[type=application/json]")) {
            assertThat(new ObjectMapper().readTree(data.data()).at("/from/0").asText())
                    .endsWith(Visible.of(hostile));
        }
    }

    private static List<String> structure(Document page) {
        List<String> structure = new ArrayList<>();
        page.getAllElements()
                .forEach(element -> structure.add(element.normalName()
                        + element.attributes().asList().stream()
                                .map(attribute -> attribute.getKey())
                                .toList()));
        return structure;
    }

    @Test
    void whatABrowserWouldHideIsSpelledOut() throws IOException {
        Document page = page(
                report("shop", run("default").check("scenario", "a\u202eb\u001b[2Jc\u200bd\u0000e", "failed", "")));

        assertThat(shown(page, "checks")).contains("a\u27e8U+202E\u27e9b\u241b[2Jc\u27e8U+200B\u27e9d\u2400e");
        assertThat(Files.readString(folder.resolve("report.html")))
                .doesNotContain("\u202e", "\u001b", "\u200b", "\u0000");
    }

    @Test
    void thePageFetchesNothingAndItsPolicyForbidsIt() throws Exception {
        Document page = page(SampleReport.full());

        assertThat(page.select("[src], [action], [data], link, iframe, object, embed, base, img"))
                .isEmpty();
        assertThat(page.select("[href]").eachAttr("href")).isNotEmpty().allMatch(target -> target.startsWith("#"));
        assertThat(page.select("style").html()).doesNotContain("url(", "@import", "http");
        assertThat(page.select("script:not([type])").html())
                .doesNotContain("http", "fetch(", "import(", "innerHTML", "eval");
        String policy = page.select("meta[http-equiv=Content-Security-Policy]").attr("content");
        assertThat(policy)
                .startsWith("default-src 'none';")
                .contains("style-src '%s';"
                        .formatted(hash(page.selectFirst("style").data())))
                .endsWith("script-src '%s'"
                        .formatted(hash(page.selectFirst("script:not([type])").data())));
        assertThat(page.select("[style]")).as("the policy forbids these").isEmpty();
    }

    private static String hash(String text) throws Exception {
        return "sha256-"
                + Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void everyLinkAndEveryLabelLeadsSomewhere() throws IOException {
        Document page = page(SampleReport.full());

        List<String> ids = page.select("[id]").eachAttr("id");
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(page.select("[href]").eachAttr("href")).allMatch(target -> ids.contains(target.substring(1)));
        assertThat(page.select("[aria-labelledby]").eachAttr("aria-labelledby")).allMatch(ids::contains);
        assertThat(page.select("table")).allMatch(table -> table.selectFirst("caption") != null);
        assertThat(page.select("th")).allMatch(head -> head.hasAttr("scope"));
        int before = 1;
        for (Element heading : page.select("h1, h2, h3, h4")) {
            int level = heading.normalName().charAt(1) - '0';
            assertThat(level).as(heading.text()).isLessThanOrEqualTo(before + 1);
            before = level;
        }
    }

    @Test
    void aReportOfAnOlderVersionIsShown() throws IOException {
        new ReportFolder(folder).write(report("shop", run("default").cell("db", "failed", "refused")), List.of());
        Path file = folder.resolve("report.json");
        ObjectMapper mapper = new ObjectMapper();
        JsonNode tree = mapper.readTree(file.toFile());
        ((ObjectNode) tree.at("/runs/0")).remove(List.of("attempts", "flaky", "startedAt", "causes"));
        ((ObjectNode) tree).remove(List.of("coverage", "comparison"));
        mapper.writeValue(file.toFile(), tree);

        Document page = page(new JsonReport(List.of()).read(file));

        assertThat(shown(page, "verdict")).isEqualTo("\u2717 failed");
        assertThat(shown(page, "logs")).contains("No logs of this run lie beside this report");
    }

    @Test
    void aLargeRunIsASmallFileThatListsWhatFailed() throws IOException {
        Document page = page(SampleReport.large());

        assertThat(Files.size(folder.resolve("report.html"))).isLessThan(1_200_000);
        assertThat(page.select("[data-testid=connectivity] td").size())
                .as("built when seen")
                .isLessThan(5);
        assertThat(page.select(".failed-cells li").size()).isEqualTo(8);
        JsonNode cells = new ObjectMapper()
                .readTree(page.selectFirst("script[type=application/json]").data());
        assertThat(IntStream.range(0, 200)
                        .map(row -> cells.at("/rows/" + row).size() / 3)
                        .sum())
                .isEqualTo(40_000);
    }

    @Test
    void whatNobodyHasSeenIsADash() throws IOException {
        Document page = page(ReportFixture.report(
                "shop", ReportFixture.run("default").notStarted("no such image").unseen()));

        assertThat(page.text()).contains("no such image").doesNotContain("unknown", "Docker ");
        assertThat(page(ReportFixture.report("shop", ReportFixture.run("default")))
                        .text())
                .contains("Docker 20.10");
    }
}
