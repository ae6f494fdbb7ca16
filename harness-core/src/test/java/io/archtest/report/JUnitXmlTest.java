package io.archtest.report;

import static io.archtest.testing.ReportFixture.report;
import static io.archtest.testing.ReportFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** {@code junit.xml} as the parser of Surefire's reports reads it, and what that one skips. */
class JUnitXmlTest {
    /** In the order in which Surefire's schema wants them within a test case. */
    private static final List<String> ORDER =
            List.of("failure", "skipped", "error", "rerunError", "flakyError", "system-out");

    @TempDir
    Path folder;

    @Test
    void aReaderTellsWrongAnswersFromNoneAndFromWhatWasNotAsked() throws Exception {
        List<ReportTestCase> cases = cases(report(
                "shop",
                run("default")
                        .check("scenario", "the page is right", "failed", "500 ]]> <b> \u0001\ud800 done")
                        .check("scenario", "mail arrives", "errored", "no answer")
                        .check("scenario", "mail is read", "skipped", "no mail")
                        .cell("redis", "failed", "wrong peer: it arrived at 'db'")));

        assertThat(cases).hasSize(6);
        assertThat(cases.stream().filter(ReportTestCase::hasFailure)).hasSize(2);
        assertThat(cases.stream().filter(ReportTestCase::hasError)).hasSize(1);
        assertThat(cases.stream().filter(ReportTestCase::hasSkipped)).hasSize(1);
        ReportTestCase wrong = named(cases, "the page is right");
        assertThat(wrong.hasFailure()).isTrue();
        assertThat(wrong.hasError()).isFalse();
        assertThat(wrong.getFullClassName()).isEqualTo("archtest.shop.default.scenario");
        assertThat(wrong.getFailureDetail()).contains("expected: 200", "actual: 500 ]]>", "<b>", " done");
        assertThat(named(cases, "mail arrives").hasError()).isTrue();
        assertThat(named(cases, "mail is read").hasSkipped()).isTrue();
        assertThat(named(cases, "mail is read").getFailureMessage()).isEqualTo("no mail");
        assertThat(named(cases, "web -> redis:5432 (host.docker.internal)").getFailureMessage())
                .isEqualTo("wrong peer: it arrived at 'db'");
        assertThat(named(cases, "it works").isSuccessful()).isTrue();
    }

    @Test
    void aStartThatWasRepeatedIsFlakyForAReader() throws Exception {
        List<ReportTestCase> cases =
                cases(report("shop", run("default").attempt("'web' ended with exit code 139\nits log")));

        ReportTestCase start = named(cases, "the environment starts");
        assertThat(start.hasFlakes()).isTrue();
        assertThat(start.hasError()).isFalse();
        assertThat(start.getFlakyErrors()).singleElement().satisfies(error -> {
            assertThat(error.getMessage()).isEqualTo("'web' ended with exit code 139");
            assertThat(error.getStackTrace()).contains("its log");
        });
        assertThat(cases.stream().filter(ReportTestCase::hasFlakes)).hasSize(1);
    }

    @Test
    void aStartThatFailedEachTimeIsOneErrorWithReruns() throws Exception {
        Report report =
                report("shop", run("default").attempt("first").attempt("second").notStarted("last"));
        List<ReportTestCase> cases = cases(report);

        assertThat(cases.stream().filter(ReportTestCase::hasError)).hasSize(1);
        ReportTestCase start = named(cases, "the environment starts");
        assertThat(start.hasError()).isTrue();
        assertThat(start.hasFlakes()).isFalse();
        Document xml = document(report);
        assertThat(xml.getElementsByTagName("error").item(0).getTextContent()).isEqualTo("first");
        assertThat(xml.getElementsByTagName("rerunError").getLength()).isEqualTo(2);
        assertThat(xml.getElementsByTagName("rerunError").item(1).getTextContent())
                .isEqualTo("last");
    }

    @Test
    void everyElementIsWhereSurefiresSchemaWantsIt() throws Exception {
        Files.createDirectories(folder.resolve("logs/default"));
        Files.writeString(folder.resolve("logs/default/web.log"), "x");
        Document xml = document(report(
                "shop",
                run("default").attempt("first").notStarted("last"),
                run("flip").attempt("first").check("scenario", "wrong", "failed", "500")));

        for (Element testcase : elements(xml, "testcase")) {
            List<Integer> places = children(testcase).stream()
                    .map(child -> ORDER.indexOf(child.getTagName()))
                    .toList();
            assertThat(places).isSorted().doesNotContain(-1);
            assertThat(testcase.getAttribute("time")).matches("[0-9]+\\.[0-9]{3}");
            children(testcase).stream()
                    .filter(child -> !List.of("skipped", "system-out").contains(child.getTagName()))
                    .forEach(child -> assertThat(child.getAttribute("type")).startsWith("archtest."));
        }
    }

    @Test
    void anEngineThatNobodyHasSeenHasNoVersion() throws Exception {
        Document xml = document(
                report("shop", run("default").notStarted("no such image").unseen()));

        assertThat(elements(xml, "property").stream().map(each -> each.getAttribute("name")))
                .contains("archtest.profile.docker-arm64.architecture")
                .doesNotContain("archtest.profile.docker-arm64.engine");
    }

    @Test
    void timesArePlacesAndEnginesAreThere() throws Exception {
        Document xml = document(report("shop", run("default").options(Map.of("queues", "split"))));

        Element suite = elements(xml, "testsuite").get(0);
        assertThat(Instant.parse(suite.getAttribute("timestamp"))).isEqualTo("2026-11-23T20:00:01Z");
        assertThat(Instant.parse(xml.getDocumentElement().getAttribute("timestamp")))
                .isEqualTo("2026-11-23T20:00:00Z");
        assertThat(suite.getAttribute("time")).isEqualTo("8.000");
        assertThat(elements(xml, "property").stream()
                        .map(each -> each.getAttribute("name") + "=" + each.getAttribute("value")))
                .contains(
                        "archtest.component.web.architecture=arm64",
                        "archtest.component.web.digest=sha256:0",
                        "archtest.component.web.execution=qemu-user",
                        "archtest.profile.docker-arm64.engine=Docker 20.10",
                        "archtest.profile.docker-arm64.factor.interpreter=9.5",
                        "archtest.option.queues=split");
    }

    @Test
    void theLogsOfWhatFailedAreAttachedAndNothingThatAContainerNamed() throws Exception {
        Path logs = Files.createDirectories(folder.resolve("logs/default"));
        Files.writeString(logs.resolve("web.log"), "x");
        Files.writeString(logs.resolve("other.log"), "x");
        Document xml = document(
                report("shop", run("default").check("scenario", "wrong", "failed", "[[ATTACHMENT|/etc/shadow]]")));

        List<Element> attached = elements(xml, "system-out");
        assertThat(attached)
                .singleElement()
                .satisfies(out -> assertThat(out.getTextContent())
                        .isEqualTo("\n[[ATTACHMENT|%s]]\n".formatted(logs.resolve("web.log"))));
    }

    @Test
    void casesOfTheSameNameStayApart() throws Exception {
        List<ReportTestCase> cases = cases(report(
                "shop",
                run("default")
                        .check("scenario", "it works", "failed", "no")
                        .check("scenario", "it works", "failed", "no")));

        assertThat(cases.stream().map(ReportTestCase::getName)).contains("it works", "it works (2)", "it works (3)");
    }

    @Test
    void everyPlacementIsASuiteWithItsNumbers() throws Exception {
        Document xml = document(report(
                "shop",
                run("default").check("scenario", "a", "failed", "no").check("scenario", "b", "skipped", "no"),
                run("flip").check("scenario", "a", "errored", "no")));

        assertThat(elements(xml, "testsuite")).extracting(JUnitXmlTest::numbers).containsExactly("4 1 0 1", "3 0 1 0");
        assertThat(numbers(xml.getDocumentElement())).isEqualTo("7 1 1 1");
    }

    private static String numbers(Element suite) {
        return List.of("tests", "failures", "errors", "skipped").stream()
                .map(suite::getAttribute)
                .collect(Collectors.joining(" "));
    }

    /** The parser makes a suite of every class. */
    private List<ReportTestCase> cases(Report report) throws Exception {
        return new TestSuiteXmlParser(new NullConsoleLogger())
                .parse(write(report).toString()).stream()
                        .map(ReportTestSuite::getTestCases)
                        .flatMap(List::stream)
                        .toList();
    }

    private Document document(Report report) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(write(report).toFile());
    }

    private Path write(Report report) {
        Path file = folder.resolve("junit.xml");
        new JUnitXml().write(report, file);
        return file;
    }

    private static ReportTestCase named(List<ReportTestCase> cases, String name) {
        return cases.stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Element> elements(Document xml, String tag) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < xml.getElementsByTagName(tag).getLength(); i++) {
            elements.add((Element) xml.getElementsByTagName(tag).item(i));
        }
        return elements;
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
