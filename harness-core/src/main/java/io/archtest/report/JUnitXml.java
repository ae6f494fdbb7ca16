package io.archtest.report;

import io.archtest.model.ArchtestException;
import io.archtest.model.WholeFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * {@code junit.xml} for CI systems: a suite per run; {@code failure} for a wrong answer, {@code error} for none,
 * {@code skipped} with its reason. Dialect: github.com/testmoapp/junitxml, "common"; retries and the order of elements as
 * Surefire has them; attachments as Jenkins, GitLab and Azure read them.
 */
public final class JUnitXml {

    /** Also looks for the logs that lie beside the file. */
    public void write(Report report, Path file) {
        Attachments attachments = new Attachments(file.resolveSibling(""));
        List<List<JUnitCase>> suites = report.runs().stream()
                .map(run -> distinct(cases(report, run, attachments)))
                .toList();
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            attribute(xml, "name", "archtest " + report.scenario());
            attribute(xml, "timestamp", report.startedAt());
            attribute(xml, "time", seconds(report.durationMs()));
            List<JUnitCase> left = report.notRun().stream()
                    .map(each -> JUnitCase.notRun(classname(report, each.placement()), each))
                    .toList();
            counts(
                    xml,
                    Stream.concat(suites.stream().flatMap(List::stream), left.stream())
                            .toList());
            for (int i = 0; i < suites.size(); i++) {
                suite(xml, report, report.runs().get(i), suites.get(i));
            }
            for (int i = 0; i < left.size(); i++) {
                notRun(xml, report, report.notRun().get(i), left.get(i));
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
            WholeFile.write(file, out.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException | XMLStreamException e) {
            throw new ArchtestException("Cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static List<JUnitCase> cases(Report report, Report.Run run, Attachments attachments) {
        String classname = classname(report, run.placement());
        List<JUnitCase> cases = new ArrayList<>();
        cases.add(JUnitCase.startUp(classname, run, attachments.of(run)));
        run.checks()
                .forEach(check -> cases.add(JUnitCase.of(
                        classname, check, Problem.of(check, run), attachments.of(run, check.component()))));
        run.connectivity()
                .forEach(cell -> cases.add(
                        JUnitCase.of(classname, cell, Problem.of(cell, run), attachments.of(run, cell.from()))));
        return cases;
    }

    private static String classname(Report report, Report.Placement placement) {
        return "archtest.%s.%s".formatted(report.scenario(), placement.name());
    }

    /** A suite of its own, so that nobody takes its absence for success. */
    private static void notRun(XMLStreamWriter xml, Report report, NotRun left, JUnitCase only)
            throws XMLStreamException {
        xml.writeStartElement("testsuite");
        attribute(
                xml,
                "name",
                "%s, placement %s".formatted(report.scenario(), left.placement().name()));
        attribute(xml, "timestamp", report.startedAt());
        attribute(xml, "time", seconds(0));
        counts(xml, List.of(only));
        testcase(xml, only);
        xml.writeEndElement();
    }

    /** Readers such as GitLab's keep only the first of those with the same name. */
    private static List<JUnitCase> distinct(List<JUnitCase> cases) {
        Set<String> names = new HashSet<>();
        List<JUnitCase> distinct = new ArrayList<>();
        for (JUnitCase each : cases) {
            String name = each.name();
            for (int i = 2; !names.add(each.classname() + '\n' + name); i++) {
                name = "%s (%d)".formatted(each.name(), i);
            }
            distinct.add(new JUnitCase(
                    each.classname(), name, each.durationMs(), each.problem(), each.retries(), each.attachments()));
        }
        return distinct;
    }

    private static void suite(XMLStreamWriter xml, Report report, Report.Run run, List<JUnitCase> cases)
            throws XMLStreamException {
        xml.writeStartElement("testsuite");
        attribute(
                xml,
                "name",
                "%s, placement %s".formatted(report.scenario(), run.placement().name()));
        attribute(xml, "timestamp", run.startedAt() == null ? report.startedAt() : run.startedAt());
        attribute(xml, "time", seconds(run.durationMs()));
        counts(xml, cases);
        properties(xml, report, run);
        for (JUnitCase each : cases) {
            testcase(xml, each);
        }
        xml.writeEndElement();
    }

    private static void counts(XMLStreamWriter xml, List<JUnitCase> cases) throws XMLStreamException {
        attribute(xml, "tests", String.valueOf(cases.size()));
        attribute(xml, "failures", count(cases, JUnitCase.Kind.FAILURE));
        attribute(xml, "errors", count(cases, JUnitCase.Kind.ERROR));
        attribute(xml, "skipped", count(cases, JUnitCase.Kind.SKIPPED));
    }

    private static String count(List<JUnitCase> cases, JUnitCase.Kind kind) {
        return String.valueOf(cases.stream()
                .filter(each ->
                        each.problem().filter(problem -> problem.kind() == kind).isPresent())
                .count());
    }

    private static void properties(XMLStreamWriter xml, Report report, Report.Run run) throws XMLStreamException {
        xml.writeStartElement("properties");
        property(xml, "archtest.version", report.tool().version());
        property(xml, "archtest.run", run.id());
        property(xml, "archtest.placement", run.placement().name());
        property(xml, "archtest.provider", run.provider());
        property(xml, "archtest.images", run.images());
        if (report.shard() != null) {
            property(xml, "archtest.shard", report.shard().toString());
        }
        if (report.comparison() != null) {
            compared(xml, report.comparison(), run.placement().name());
        }
        for (Map.Entry<String, String> option : run.options().entrySet()) {
            property(xml, "archtest.option." + option.getKey(), option.getValue());
        }
        for (Report.Profile profile : run.profiles()) {
            String name = "archtest.profile." + profile.name();
            property(xml, name + ".architecture", profile.architecture());
            if (!profile.engine().isEmpty()) {
                property(xml, name + ".engine", profile.engine());
            }
            property(xml, name + ".execution", profile.execution());
            for (Map.Entry<String, Double> factor : profile.factors().entrySet()) {
                property(xml, name + ".factor." + factor.getKey(), String.valueOf(factor.getValue()));
            }
        }
        for (Report.Component component : run.components()) {
            String name = "archtest.component." + component.name();
            property(xml, name + ".architecture", component.requested());
            property(xml, name + ".execution", component.observed().execution());
            property(xml, name + ".image", component.image() + (component.standIn() ? " (STAND-IN)" : ""));
            property(xml, name + ".digest", component.imageDigest());
        }
        xml.writeEndElement();
    }

    /** As properties: being slower isn't failing. */
    private static void compared(XMLStreamWriter xml, Comparison comparison, String placement)
            throws XMLStreamException {
        property(xml, "archtest.baseline", comparison.with());
        for (Comparison.Row row : comparison.rows()) {
            boolean told =
                    row.verdict().equals(Comparison.SLOWER) || row.verdict().equals(Comparison.FASTER);
            if (told && row.placement().equals(placement)) {
                property(
                        xml,
                        "archtest.%s.%s.%s".formatted(row.verdict(), row.what(), row.about()),
                        ComparisonTable.sentence(row));
            }
        }
    }

    /** The order of the elements is that of Surefire's schema. */
    private static void testcase(XMLStreamWriter xml, JUnitCase each) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute(xml, "classname", each.classname());
        attribute(xml, "name", each.name());
        attribute(xml, "time", seconds(each.durationMs()));
        if (each.problem().isPresent()) {
            problem(xml, each.problem().get());
        }
        for (JUnitCase.Problem retry : each.retries()) {
            retry(xml, each.problem().isPresent() ? "rerunError" : "flakyError", retry);
        }
        if (!each.attachments().isEmpty()) {
            xml.writeStartElement("system-out");
            xml.writeCharacters("\n");
            for (String path : each.attachments()) {
                xml.writeCharacters(legal("[[ATTACHMENT|%s]]\n".formatted(path)));
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void problem(XMLStreamWriter xml, JUnitCase.Problem problem) throws XMLStreamException {
        xml.writeStartElement(problem.kind().element());
        attribute(xml, "message", problem.oneLine());
        if (problem.kind() != JUnitCase.Kind.SKIPPED) {
            attribute(xml, "type", problem.type());
            xml.writeCharacters(legal(problem.details()));
        }
        xml.writeEndElement();
    }

    private static void retry(XMLStreamWriter xml, String element, JUnitCase.Problem problem)
            throws XMLStreamException {
        xml.writeStartElement(element);
        attribute(xml, "message", problem.oneLine());
        attribute(xml, "type", problem.type());
        xml.writeStartElement("stackTrace");
        xml.writeCharacters(legal(problem.details()));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void property(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeEmptyElement("property");
        attribute(xml, "name", name);
        attribute(xml, "value", value);
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, legal(value));
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
    }

    /** XML 1.0 has no way to write most control characters. */
    private static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || (c >= 0x20 && c <= 0xd7ff)
                        || (c >= 0xe000 && c <= 0xfffd)
                        || c >= 0x10000)
                .forEach(legal::appendCodePoint);
        return legal.toString();
    }
}
