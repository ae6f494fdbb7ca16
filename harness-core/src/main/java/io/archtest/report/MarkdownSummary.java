package io.archtest.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reports as Markdown that fits into a number of bytes. What doesn't fit is left out by whole sections, the verdicts last of
 * all, and the end says how many are missing.
 */
public final class MarkdownSummary {
    /** Of one piece of evidence; all of it is in report.json. */
    private static final int QUOTED = 4000;

    private static final String LEFT_OUT = "_%d sections are left out for want of space; all is in report.json._\n";

    private final List<Section> sections = new ArrayList<>();

    /** In the order in which they must stay. */
    private enum Worth {
        VERDICT,
        COMMAND,
        PROBLEM,
        DETAIL
    }

    /** @param index tells sections with the same text apart */
    private record Section(int index, Worth worth, String markdown) {
        int bytes() {
            return markdown.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    public MarkdownSummary(List<Report> reports) {
        reports.forEach(this::add);
    }

    /** Never longer than {@code bytes} in UTF-8; empty when not even the first verdict fits. */
    public String render(long bytes) {
        List<Section> byWorth =
                sections.stream().sorted(Comparator.comparing(Section::worth)).toList();
        long room = bytes - LEFT_OUT.formatted(sections.size()).length();
        Set<Section> kept = new LinkedHashSet<>();
        for (Section section : byWorth) {
            if (section.bytes() <= room) {
                room -= section.bytes();
                kept.add(section);
            }
        }
        if (kept.stream().noneMatch(section -> section.worth() == Worth.VERDICT)) {
            return "";
        }
        StringBuilder markdown = new StringBuilder();
        sections.stream().filter(kept::contains).forEach(section -> markdown.append(section.markdown()));
        if (kept.size() < sections.size()) {
            markdown.append(LEFT_OUT.formatted(sections.size() - kept.size()));
        }
        return markdown.toString();
    }

    private void add(Report report) {
        add(Worth.VERDICT, verdict(report));
        report.runs().forEach(run -> problems(report, run));
        addCoverage(report);
        Comparison comparison = report.comparison();
        if (comparison != null) {
            compared(comparison);
        }
        for (Report.Run run : report.runs()) {
            String where = "%s: ".formatted(run.placement().name());
            if (!run.components().isEmpty()) {
                add(Worth.DETAIL, Markdown.folded(where + "what every component ran on", components(run)));
            }
            if (!run.checks().isEmpty()) {
                add(Worth.DETAIL, Markdown.folded(where + "checks", checks(run)));
            }
            if (!run.notices().isEmpty()) {
                add(Worth.DETAIL, Markdown.folded(where + "notices", notices(run)));
            }
        }
    }

    /** With the command that repeats them, which must not be what there is no room for. */
    private void problems(Report report, Report.Run run) {
        Set<String> told = new HashSet<>();
        List<Problem> problems = Problem.of(report, run);
        for (Problem problem : problems) {
            add(
                    Worth.PROBLEM,
                    "**%s**\n\n%s\n"
                            .formatted(Markdown.text(problem.what()), Markdown.fenced(cut(problem.whyAfter(told)))));
        }
        if (!problems.isEmpty() && !run.reproduce().isEmpty()) {
            add(
                    Worth.COMMAND,
                    "Run %s again:\n\n%s\n"
                            .formatted(Markdown.text(run.placement().name()), Markdown.fenced(run.reproduce())));
        }
    }

    /** What got slower is worth a problem's place; the rest can be unfolded. */
    private void compared(Comparison comparison) {
        List<Comparison.Row> slower = comparison.rows().stream()
                .filter(row -> row.verdict().equals(Comparison.SLOWER))
                .toList();
        if (!slower.isEmpty()) {
            add(
                    Worth.PROBLEM,
                    "**Slower than in %s** (no failure by itself)\n\n%s\n"
                            .formatted(Markdown.text(comparison.with()), ComparisonTable.rows(slower)));
        }
        add(
                Worth.DETAIL,
                Markdown.folded(
                        "durations " + new ComparisonTable(comparison).summary(),
                        new ComparisonTable(comparison).markdown()));
    }

    private void addCoverage(Report report) {
        Coverage coverage = report.coverage();
        if (coverage != null && coverage.severalPlacements()) {
            CoverageText text = new CoverageText(coverage);
            add(Worth.DETAIL, Markdown.folded("coverage: " + text.summary(), text.markdown()));
        }
    }

    private void add(Worth worth, String markdown) {
        sections.add(new Section(sections.size(), worth, markdown));
    }

    private static String verdict(Report report) {
        StringBuilder markdown = new StringBuilder();
        markdown.append("### archtest: %s: %s\n\n"
                .formatted(
                        Markdown.text(report.scenario()),
                        Markdown.text(report.verdict().toUpperCase(Locale.ROOT))));
        if (report.shard() != null) {
            markdown.append(Markdown.text(report.shard()
                            + (report.runs().isEmpty() && report.notRun().isEmpty()
                                    ? ", which had nothing to do"
                                    : "")))
                    .append("\n\n");
        }
        if (!report.runs().isEmpty() || !report.notRun().isEmpty()) {
            markdown.append(Markdown.head(
                    List.of("placement", "verdict", "checks passed", "connections", "across architectures", "time")));
            report.runs().forEach(run -> markdown.append(Markdown.row(run(run))));
            report.notRun()
                    .forEach(left -> markdown.append(
                            Markdown.row(List.of(left.placement().name(), "not run", "", "", "", ""))));
            markdown.append('\n');
            report.notRun().stream()
                    .map(NotRun::reason)
                    .distinct()
                    .forEach(reason -> markdown.append("Not run, by %s\n\n".formatted(Markdown.text(reason))));
        }
        long standIns = report.runs().stream()
                .flatMap(run -> run.components().stream())
                .filter(Report.Component::standIn)
                .map(Report.Component::image)
                .distinct()
                .count();
        if (standIns > 0) {
            markdown.append("**With stand-ins for %d image%s:** this says nothing about the real ones.\n\n"
                    .formatted(standIns, standIns == 1 ? "" : "s"));
        }
        return markdown.toString();
    }

    private static List<String> run(Report.Run run) {
        long asked = run.checks().stream()
                .filter(check -> !check.verdict().equals("skipped"))
                .count();
        long passed = run.checks().stream()
                .filter(check -> check.verdict().equals("passed"))
                .count();
        return List.of(
                run.placement().name(),
                run.failure() != null
                        ? "not started"
                        : run.verdict()
                                + (run.flaky()
                                        ? ", flaky: start %d"
                                                .formatted(run.attempts().size() + 1)
                                        : ""),
                asked == 0 ? "none" : "%d of %d".formatted(passed, asked),
                reached(run, false),
                reached(run, true),
                String.format(Locale.ROOT, "%.1f s", run.durationMs() / 1000.0));
    }

    private static String reached(Report.Run run, boolean crossing) {
        List<Report.Cell> cells = run.connectivity().stream()
                .filter(cell -> !cell.verdict().equals("skipped"))
                .filter(cell -> !crossing || !cell.via().equals("direct"))
                .toList();
        long passed =
                cells.stream().filter(cell -> cell.verdict().equals("passed")).count();
        return cells.isEmpty() ? "none" : "%d of %d".formatted(passed, cells.size());
    }

    private static String components(Report.Run run) {
        StringBuilder table = new StringBuilder(
                Markdown.head(List.of("component", "placed", "manifest", "uname", "executed", "image")));
        run.components()
                .forEach(component -> table.append(Markdown.row(List.of(
                        component.name(),
                        component.requested(),
                        component.observed().manifest(),
                        component.observed().uname(),
                        component.observed().execution(),
                        component.image() + (component.standIn() ? " STAND-IN" : "")))));
        return table.toString();
    }

    private static String checks(Report.Run run) {
        StringBuilder table = new StringBuilder(Markdown.head(List.of("check", "verdict", "reason")));
        run.checks()
                .forEach(check ->
                        table.append(Markdown.row(List.of(check.name(), check.verdict(), cut(check.cause(), 300)))));
        return table.toString();
    }

    private static String notices(Report.Run run) {
        StringBuilder list = new StringBuilder();
        run.notices()
                .forEach(notice ->
                        list.append("- ").append(Markdown.text(cut(notice))).append('\n'));
        return list.toString();
    }

    private static String cut(String text) {
        return cut(text, QUOTED);
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length - 1) + "…" : text;
    }
}
