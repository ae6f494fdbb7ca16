package io.archtest.report;

import io.archtest.model.ArchtestException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * {@code junit.xml} for CI systems: a suite per run; {@code failure} for a wrong answer, {@code error} for none,
 * {@code skipped} with its reason. Dialect: github.com/testmoapp/junitxml, "common".
 */
public final class JUnitXml {

    public void write(Report report, Path file) {
        try (Writer out = Files.newBufferedWriter(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            attribute(xml, "name", "archtest " + report.scenario());
            attribute(xml, "time", seconds(report.durationMs()));
            for (Report.Run run : report.runs()) {
                suite(xml, report, run);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (IOException | XMLStreamException e) {
            throw new ArchtestException("Cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void suite(XMLStreamWriter xml, Report report, Report.Run run) throws XMLStreamException {
        String classname =
                "archtest.%s.%s".formatted(report.scenario(), run.placement().name());
        xml.writeStartElement("testsuite");
        attribute(
                xml,
                "name",
                "%s, placement %s".formatted(report.scenario(), run.placement().name()));
        attribute(xml, "timestamp", report.startedAt());
        attribute(xml, "time", seconds(run.durationMs()));
        attribute(
                xml,
                "tests",
                String.valueOf(1 + run.checks().size() + run.connectivity().size()));
        attribute(xml, "failures", count(run, "failed"::equals));
        attribute(
                xml,
                "errors",
                String.valueOf(Integer.parseInt(count(run, "errored"::equals)) + (run.failure() == null ? 0 : 1)));
        attribute(xml, "skipped", count(run, "skipped"::equals));
        properties(xml, run);
        xml.writeStartElement("testcase");
        attribute(xml, "classname", classname + ".startup");
        attribute(xml, "name", "the environment starts");
        attribute(xml, "time", seconds(run.criticalPathMs()));
        if (run.failure() != null) {
            problem(xml, "error", run.failure().lines().findFirst().orElse(""), run.failure());
        }
        xml.writeEndElement();
        for (Report.Check check : run.checks()) {
            testcase(xml, classname + "." + check.group(), check);
        }
        for (Report.Cell cell : run.connectivity()) {
            testcase(xml, classname + ".connectivity", asCheck(cell));
        }
        xml.writeEndElement();
    }

    private static void properties(XMLStreamWriter xml, Report.Run run) throws XMLStreamException {
        xml.writeStartElement("properties");
        property(xml, "archtest.run", run.id());
        property(xml, "archtest.placement", run.placement().name());
        property(xml, "archtest.provider", run.provider());
        property(xml, "archtest.images", run.images());
        for (Report.Profile profile : run.profiles()) {
            property(
                    xml,
                    "archtest.profile." + profile.name(),
                    "%s, Docker %s, %s"
                            .formatted(profile.architecture(), profile.engineVersion(), profile.execution()));
        }
        for (Report.Component component : run.components()) {
            property(
                    xml,
                    "archtest.component." + component.name(),
                    "%s %s%s"
                            .formatted(
                                    component.requested(),
                                    component.image(),
                                    component.standIn() ? " (STAND-IN)" : ""));
        }
        xml.writeEndElement();
    }

    private static Report.Check asCheck(Report.Cell cell) {
        String name = cell.port() == null
                ? "%s -> %s".formatted(cell.from(), cell.to())
                : "%s -> %s:%d (%s)".formatted(cell.from(), cell.to(), cell.port(), cell.via());
        return new Report.Check(
                "connectivity",
                name,
                cell.from(),
                cell.verdict(),
                "the nonce arrives at " + cell.to(),
                cell.cause(),
                cell.cause(),
                cell.latencyMicros() / 1000);
    }

    private static void testcase(XMLStreamWriter xml, String classname, Report.Check check) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute(xml, "classname", classname);
        attribute(xml, "name", check.name());
        attribute(xml, "time", seconds(check.durationMs()));
        String details =
                "expected: %s\nactual: %s\ncause: %s".formatted(check.expected(), check.actual(), check.cause());
        switch (check.verdict()) {
            case "failed" -> problem(xml, "failure", check.actual(), details);
            case "errored" -> problem(xml, "error", check.cause(), check.cause());
            case "skipped" -> {
                xml.writeEmptyElement("skipped");
                attribute(xml, "message", check.cause());
            }
            default -> {
                // passed: nothing to add
            }
        }
        xml.writeEndElement();
    }

    private static void problem(XMLStreamWriter xml, String element, String message, String details)
            throws XMLStreamException {
        xml.writeStartElement(element);
        attribute(xml, "message", message);
        xml.writeCharacters(legal(details));
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

    private static String count(Report.Run run, Predicate<String> verdict) {
        List<String> verdicts = new java.util.ArrayList<>();
        run.checks().forEach(check -> verdicts.add(check.verdict()));
        run.connectivity().forEach(cell -> verdicts.add(cell.verdict()));
        return String.valueOf(verdicts.stream().filter(verdict).count());
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
