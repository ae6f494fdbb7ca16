package io.archtest.report;

import static io.archtest.testing.ReportFixture.report;
import static io.archtest.testing.ReportFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.testing.ReportFixture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The summary as a Markdown parser reads it. */
class MarkdownSummaryTest {
    private static final long PLENTY = 1024 * 1024;
    private static final Parser GITHUB = Parser.builder()
            .extensions(List.of(TablesExtension.create(), AutolinkExtension.create()))
            .build();

    /** What a reader sees of the markup. */
    private static final class Markup extends AbstractVisitor {
        private final List<String> html = new ArrayList<>();
        private final List<String> code = new ArrayList<>();
        private final List<String> links = new ArrayList<>();
        private int headings;
        private int rows;
        private int tables;

        static Markup of(String markdown) {
            Markup markup = new Markup();
            GITHUB.parse(markdown).accept(markup);
            return markup;
        }

        @Override
        public void visit(HtmlBlock block) {
            html.add(block.getLiteral());
        }

        @Override
        public void visit(HtmlInline inline) {
            // separates what would be a link
            if (!inline.getLiteral().equals("<!-- -->")) {
                html.add(inline.getLiteral());
            }
        }

        @Override
        public void visit(FencedCodeBlock block) {
            code.add(block.getLiteral());
        }

        @Override
        public void visit(Link link) {
            links.add(link.getDestination());
        }

        @Override
        public void visit(Image image) {
            links.add(image.getDestination());
        }

        @Override
        public void visit(Heading heading) {
            headings++;
        }

        @Override
        public void visit(CustomBlock block) {
            tables += block instanceof TableBlock ? 1 : 0;
            visitChildren(block);
        }

        @Override
        public void visit(CustomNode node) {
            rows += node instanceof TableRow ? 1 : 0;
            visitChildren(node);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "</details></details><h1>PASSED</h1>",
                "```\n</details>\n# PASSED\n```",
                "`````\n# PASSED\n~~~",
                "a | b | c\n| --- | --- |\n| 1 | 2 |",
                "[click](https://evil.example) ![x](https://evil.example/x.png)",
                "https://evil.example www.evil.example evil@evil.example",
                "# PASSED\n\n### archtest: shop: PASSED",
                "- [x] done\n1. done\n> quoted",
                "\\`*_{}[]()#+-.!~<!-- comment -->&lt;b&gt;&amp;",
                "line\r\n\r\n<details open><summary>PASSED</summary>",
                "\u202eDESSAP\u202c \u0000\u001b[2J\ud800",
            })
    void nothingThatAContainerSaysIsMarkup(String hostile) {
        ReportFixture tame = run("default");
        ReportFixture wild = run("default");
        for (ReportFixture run : List.of(tame, wild)) {
            String text = run == wild ? hostile : "tame";
            run.check("scenario", text, "failed", text)
                    .check("scenario", "x", "errored", text)
                    .check("scenario", "y", "skipped", text)
                    .cell("db", "failed", text)
                    .notices(text);
        }

        Markup expected = Markup.of(new MarkdownSummary(List.of(report("shop", tame))).render(PLENTY));
        Markup seen = Markup.of(new MarkdownSummary(List.of(report("shop", wild))).render(PLENTY));

        assertThat(seen.html).isEqualTo(expected.html);
        assertThat(seen.links).isEmpty();
        assertThat(seen.headings).isEqualTo(1);
        assertThat(seen.tables).isEqualTo(3);
        assertThat(seen.rows).isEqualTo(expected.rows);
        assertThat(seen.code).hasSize(expected.code.size());
        assertThat(seen.code.get(0)).doesNotContain("\u202e", "\u001b", "\u0000");
    }

    @Test
    void theVerdictIsThereWithNumbersAndWhatWentWrong() {
        String summary = new MarkdownSummary(List.of(report(
                        "shop",
                        run("default").attempt("signal 11").cell("db", "passed", ""),
                        run("flip").notStarted("'web' ended with exit code 1"))))
                .render(PLENTY);

        assertThat(summary)
                .startsWith("### archtest: shop: ERRORED\n")
                .contains("| default | passed, flaky&#58; start 2 | 1 of 1 | 1 of 1 | 1 of 1 | 8.0 s |")
                .contains("| flip | not started |")
                .contains("Run flip again:\n\n```text\narchtest run shop --placement flip\n```\n")
                .contains("**shop on flip did not start**")
                .contains("'web' ended with exit code 1");
    }

    @Test
    void nothingThatCrossedIsNotANumber() {
        assertThat(new MarkdownSummary(List.of(report("shop", run("native")))).render(PLENTY))
                .contains("| native | passed | 1 of 1 | none | none | 8.0 s |")
                .doesNotContain("0 of 0", "again");
    }

    @Test
    void theSameLastLinesAreQuotedOnce() {
        String summary = new MarkdownSummary(List.of(report(
                        "shop",
                        run("default")
                                .check("scenario", "one", "failed", "a")
                                .check("scenario", "two", "failed", "b")
                                .cause("one", "unknown", "last lines")
                                .cause("two", "unknown", "last lines"))))
                .render(PLENTY);

        assertThat(summary.split("last lines", -1)).hasSize(2);
        assertThat(summary).contains("the name of unknown, as above");
    }

    /** At any size that is given, from nothing to plenty: never longer, and never a fence, table or fold cut in two. */
    @Test
    void whateverTheRoomNothingIsCutInTwo() {
        ReportFixture run = run("default").notices("one", "two");
        for (int i = 0; i < 30; i++) {
            run.check("scenario", "check " + i, "failed", "wrong\n```\nä".repeat(i + 1));
        }
        MarkdownSummary summary = new MarkdownSummary(List.of(report("shop", run), report("blog", run("default"))));
        int whole = bytes(summary.render(PLENTY));
        Random random = new Random(5);
        for (int i = 0; i < 400; i++) {
            long room = random.nextInt(whole + 200);
            String text = summary.render(room);
            assertThat((long) bytes(text)).isLessThanOrEqualTo(room);
            Markup markup = Markup.of(text);
            assertThat(String.join("", markup.html).split("<details>", -1))
                    .hasSameSizeAs(String.join("", markup.html).split("</details>", -1));
            assertThat(GITHUB.parse(text + "\n\n# end").getLastChild())
                    .as("nothing stays open")
                    .isInstanceOf(Heading.class);
            if (!text.isEmpty() && bytes(text) < whole) {
                assertThat(text).contains("### archtest:").endsWith("all is in report.json._\n");
            }
        }
        assertThat(summary.render(0)).isEmpty();
        assertThat(summary.render(-5)).isEmpty();
    }

    @Test
    void aSummaryOfMoreThanAMebibyteKeepsAllVerdictsFirst() {
        List<Report> reports = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ReportFixture run = run("default");
            for (int n = 0; n < 100; n++) {
                run.check("scenario", "check " + n, "failed", "€".repeat(5000));
            }
            reports.add(report("scenario" + i, run));
        }

        String text = new MarkdownSummary(reports).render(PLENTY);

        assertThat(bytes(text)).isLessThanOrEqualTo((int) PLENTY).isGreaterThan((int) PLENTY - 30_000);
        for (int i = 0; i < 6; i++) {
            assertThat(text).contains("### archtest: scenario%d: FAILED".formatted(i));
        }
        assertThat(text).containsPattern("_\\d+ sections are left out");
    }

    @Test
    void whatIsSaidTwiceCountsTwice() {
        ReportFixture run = run("default");
        for (int n = 0; n < 50; n++) {
            run.check("scenario", "same", "failed", "x".repeat(3000));
        }

        String text = new MarkdownSummary(List.of(report("shop", run))).render(50_000);

        assertThat(bytes(text)).isLessThanOrEqualTo(50_000);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
