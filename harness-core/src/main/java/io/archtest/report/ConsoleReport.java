package io.archtest.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report for people at a terminal: what the verdict rests on, and the verdict at its end, where one looks first. */
public final class ConsoleReport {
    private final ConsoleStyle style;

    /** For a log. */
    public ConsoleReport(boolean colour) {
        this(ConsoleStyle.log(colour));
    }

    public ConsoleReport(ConsoleStyle style) {
        this.style = style;
    }

    /** The text; {@code folder} is where the files are. */
    public String render(Report report, String folder) {
        ConsoleText text = new ConsoleText(style);
        report.runs().forEach(run -> new ConsoleRun(text, run).append());
        report.notRun().forEach(left -> notRun(text, left));
        coverage(text, report);
        Comparison comparison = report.comparison();
        if (comparison != null) {
            compared(text, comparison);
        }
        if (!style.onlyFailures() || !report.verdict().equals("passed")) {
            text.line("");
            text.line("report: ", files(folder));
        }
        text.line("%s: %s %s".formatted(report.scenario(), coloured(text, report.verdict()), reason(report)));
        return text.toString();
    }

    private static String files(String folder) {
        List<String> files = new ArrayList<>();
        for (String name : List.of("report.html", "report.json", "junit.xml")) {
            // an older archtest, which wrote the report that is merged, had no report.html
            if (!name.equals("report.html") || Files.exists(Path.of(folder, name))) {
                files.add("%s/%s".formatted(folder, name));
            }
        }
        // a merged report has none, nor has one of a run that nothing was started for
        if (Files.isDirectory(Path.of(folder, "logs"))) {
            files.add("logs in %s/logs".formatted(folder));
        }
        return String.join(", ", files);
    }

    private static void notRun(ConsoleText text, NotRun left) {
        text.line("");
        text.line(text.bold("placement %s".formatted(left.placement().name())) + " not run");
        text.line("  ", left.reason());
        text.command("  run it: ", left.reproduce());
    }

    /** Of several placements together; what a single one did is above. */
    private void coverage(ConsoleText text, Report report) {
        Coverage coverage = report.coverage();
        boolean nothingToSay = style.onlyFailures() && report.verdict().equals("passed");
        if (coverage != null && coverage.severalPlacements() && !nothingToSay) {
            text.line("");
            new CoverageText(coverage).lines().forEach(text::line);
        }
    }

    private void compared(ConsoleText text, Comparison comparison) {
        List<Comparison.Row> told = comparison.rows().stream()
                .filter(row ->
                        row.verdict().equals("slower") || (row.verdict().equals("faster") && !style.onlyFailures()))
                .toList();
        if (style.onlyFailures() && told.isEmpty()) {
            return;
        }
        long unknown = comparison.rows().stream()
                .filter(row -> row.verdict().equals("unknown"))
                .count();
        text.line("");
        text.line("compared with %s: %s%s"
                .formatted(
                        comparison.with(),
                        comparison.verdict(),
                        unknown == 0 ? "" : " (of %d durations it can't be told)".formatted(unknown)));
        comparison.notes().forEach(note -> text.line("  ! ", note));
        told.forEach(row -> text.line("  %s %s, %s on %s: %s"
                .formatted(row.verdict(), row.about(), row.what(), row.placement(), ComparisonTable.sentence(row))));
    }

    private static String reason(Report report) {
        List<String> bad = new ArrayList<>();
        for (Report.Run run : report.runs()) {
            long checks = run.checks().stream()
                    .filter(check ->
                            check.verdict().equals("failed") || check.verdict().equals("errored"))
                    .count();
            long cells = run.connectivity().stream()
                    .filter(cell ->
                            !cell.verdict().equals("passed") && !cell.verdict().equals("skipped"))
                    .count();
            if (run.failure() != null) {
                bad.add("placement %s did not start".formatted(run.placement().name()));
            } else if (checks + cells > 0) {
                bad.add("placement %s: %s did not pass"
                        .formatted(
                                run.placement().name(),
                                Stream.of(counted(checks, "check"), counted(cells, "connection"))
                                        .filter(text -> !text.isEmpty())
                                        .collect(Collectors.joining(" and "))));
            }
        }
        if (!report.notRun().isEmpty()) {
            bad.add("not run: "
                    + report.notRun().stream()
                            .map(left -> left.placement().name())
                            .collect(Collectors.joining(", ")));
        }
        String reason = report.verdict().equals("passed") ? passed(report) : String.join("; ", bad);
        return report.shard() == null
                ? reason
                : "%s (%s)"
                        .formatted(bad.isEmpty() && report.runs().isEmpty() ? "nothing to do" : reason, report.shard());
    }

    private static String counted(long number, String thing) {
        return number == 0 ? "" : "%d %s%s".formatted(number, thing, number == 1 ? "" : "s");
    }

    private static String coloured(ConsoleText text, String verdict) {
        String word = verdict.toUpperCase(Locale.ROOT);
        return switch (verdict) {
            case "passed" -> text.green(word);
            case "skipped" -> word;
            default -> text.red(word);
        };
    }

    private static String passed(Report report) {
        boolean standIn =
                report.runs().stream().anyMatch(run -> run.components().stream().anyMatch(Report.Component::standIn));
        boolean flaky = report.runs().stream().anyMatch(Report.Run::flaky);
        return "on %s in %s%s%s"
                .formatted(
                        report.runs().stream()
                                .map(run -> run.placement().name())
                                .collect(Collectors.joining(", ")),
                        ConsoleText.seconds(report.durationMs()),
                        standIn ? ", with stand-ins for some components" : "",
                        flaky ? ", FLAKY: not at the first start" : "");
    }
}
