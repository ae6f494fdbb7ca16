package io.archtest.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The report for people at a terminal: the verdict first, then what it rests on. */
public final class ConsoleReport {
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    /** With its indentation, evidence fills a line of 120 characters; all of it is in report.json. */
    private static final int EVIDENCE = 111;

    private final boolean colour;
    private final StringBuilder text = new StringBuilder();

    public ConsoleReport(boolean colour) {
        this.colour = colour;
    }

    /** The text; {@code folder} is where the files are. */
    public String render(Report report, String folder) {
        text.setLength(0);
        report.runs().forEach(this::run);
        report.notRun().forEach(this::notRun);
        line("");
        coverage(report);
        // a merged report has none, nor has one of a run that nothing was started for
        String logs = Files.isDirectory(Path.of(folder, "logs")) ? ", logs in %s/logs".formatted(folder) : "";
        line("report: %s/report.json, %s/junit.xml%s".formatted(folder, folder, logs));
        verdict(report);
        return text.toString();
    }

    private static String options(Report.Run run) {
        return run.options().entrySet().stream()
                .map(option -> ", %s=%s".formatted(option.getKey(), option.getValue()))
                .collect(Collectors.joining());
    }

    private void run(Report.Run run) {
        line("");
        line(bold("placement %s".formatted(run.placement().name()))
                + " (run %s, images: %s%s)".formatted(run.id(), run.images(), options(run)));
        run.notices().forEach(notice -> line("  ! " + notice));
        run.attempts()
                .forEach(attempt ->
                        line("  ! FLAKY: run %s died of a crash of the emulator in its start-up and was repeated: %s"
                                .formatted(attempt.id(), oneLine(attempt.failure()))));
        if (run.failure() != null) {
            line("  " + red("not started: ") + run.failure().replace("\n", "\n  "));
        }
        if (!run.components().isEmpty()) {
            components(run);
        }
        profiles(run);
        if (!run.connectivity().isEmpty()) {
            connectivity(run);
        }
        checks(run);
        if (!run.criticalPath().isEmpty()) {
            line("  start-up took %s; critical path: %s"
                    .formatted(seconds(run.criticalPathMs()), String.join(" -> ", run.criticalPath())));
        }
        if (!run.verdict().equals("passed")) {
            line("  repeat it: " + run.reproduce());
        }
    }

    private void notRun(NotRun left) {
        line("");
        line(bold("placement %s".formatted(left.placement().name())) + " not run");
        line("  " + left.reason());
        line("  run it: " + left.reproduce());
    }

    /** Of several placements together; what a single one did is above. */
    private void coverage(Report report) {
        Coverage coverage = report.coverage();
        if (coverage != null && coverage.placements() > 1 && !coverage.links().isEmpty()) {
            new CoverageText(coverage).lines().forEach(this::line);
            line("");
        }
    }

    private void components(Report.Run run) {
        line("  %-18s %-7s %-8s %-8s %-8s %-10s %7s  %s"
                .formatted("component", "placed", "manifest", "elf", "uname", "executed", "ready", "image"));
        for (Report.Component component : run.components()) {
            Report.Observed observed = component.observed();
            line("  %-18s %-7s %-8s %-8s %-8s %-10s %7s  %s%s"
                    .formatted(
                            component.name(),
                            component.requested(),
                            observed.manifest(),
                            machines(observed.elf()),
                            observed.uname().isEmpty() ? "-" : observed.uname(),
                            observed.execution().equals("unknown") && component.exitCode() != null
                                    ? "ended"
                                    : observed.execution(),
                            component.readyMs() == null ? "-" : seconds(component.readyMs() - component.startedMs()),
                            component.image(),
                            component.standIn() ? " STAND-IN" : ""));
        }
    }

    /** The one architecture of all executables, or all of them. */
    private static String machines(List<String> elf) {
        String machines = elf.stream()
                .map(entry -> entry.substring(entry.lastIndexOf(": ") + 2))
                .distinct()
                .collect(Collectors.joining("+"));
        return machines.isEmpty() ? "-" : machines;
    }

    private void profiles(Report.Run run) {
        for (Report.Profile profile : run.profiles()) {
            String factors = profile.factors().entrySet().stream()
                    .map(entry -> String.format(Locale.ROOT, "%s %.1fx", entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining(", "));
            line("  %s: %s, Docker %s%s"
                    .formatted(
                            profile.name(),
                            profile.execution(),
                            profile.engineVersion(),
                            factors.isEmpty() ? "" : "; slower than native: " + factors));
        }
    }

    private void connectivity(Report.Run run) {
        List<Report.Cell> asked = run.connectivity().stream()
                .filter(cell -> !cell.verdict().equals("skipped"))
                .toList();
        List<Report.Cell> crossing =
                asked.stream().filter(cell -> !cell.via().equals("direct")).toList();
        line("  connectivity: %d of %d reachable, each proven by a nonce; %d of %d across architectures%s"
                .formatted(passed(asked), asked.size(), passed(crossing), crossing.size(), ways(crossing)));
        asked.stream()
                .filter(cell -> !cell.verdict().equals("passed"))
                .forEach(cell -> line("    %s %s -> %s:%d (%s): %s"
                        .formatted(red("x"), cell.from(), cell.to(), cell.port(), cell.via(), cell.cause())));
    }

    /** The way that cross traffic took: by {@code host.docker.internal}, or another machine's address. */
    private static String ways(List<Report.Cell> crossing) {
        return crossing.isEmpty()
                ? ""
                : crossing.stream()
                        .map(Report.Cell::via)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(" and ", " by ", ""));
    }

    private static long passed(List<Report.Cell> cells) {
        return cells.stream().filter(cell -> cell.verdict().equals("passed")).count();
    }

    private void checks(Report.Run run) {
        Map<String, List<Report.Check>> groups = run.checks().stream()
                .collect(Collectors.groupingBy(Report.Check::group, TreeMap::new, Collectors.toList()));
        groups.forEach((group, checks) -> {
            long passed = checks.stream()
                    .filter(check -> check.verdict().equals("passed"))
                    .count();
            long skipped = checks.stream()
                    .filter(check -> check.verdict().equals("skipped"))
                    .count();
            line("  %s checks: %d of %d passed%s"
                    .formatted(
                            group,
                            passed,
                            checks.size() - skipped,
                            skipped == 0 ? "" : ", %d skipped".formatted(skipped)));
            checks.stream()
                    .filter(check ->
                            group.equals("scenario") || !check.verdict().equals("passed"))
                    .forEach(this::check);
        });
    }

    private void check(Report.Check check) {
        String sign = switch (check.verdict()) {
            case "passed" -> green("ok");
            case "skipped" -> " -";
            case "errored" -> red(" !");
            default -> red(" x");
        };
        line("    %s %s".formatted(sign, check.name()));
        if (check.verdict().equals("passed") && !check.actual().isEmpty()) {
            line("         " + dim(oneLine(check.actual())));
        }
        if (check.verdict().equals("failed")) {
            line("         expected: " + check.expected());
            line("         actual:   " + check.actual());
        }
        if (!check.cause().isEmpty()) {
            line("         " + (check.verdict().equals("skipped") ? "skipped: " : "cause:    ") + check.cause());
        }
    }

    private void verdict(Report report) {
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
                bad.add("placement %s: %d checks and %d connections did not pass"
                        .formatted(run.placement().name(), checks, cells));
            }
        }
        if (!report.notRun().isEmpty()) {
            bad.add("not run: "
                    + report.notRun().stream()
                            .map(left -> left.placement().name())
                            .collect(Collectors.joining(", ")));
        }
        String reason = report.verdict().equals("passed") ? passed(report) : String.join("; ", bad);
        if (report.shard() != null) {
            reason = "%s (%s)"
                    .formatted(bad.isEmpty() && report.runs().isEmpty() ? "nothing to do" : reason, report.shard());
        }
        line("%s: %s %s".formatted(report.scenario(), coloured(report.verdict()), reason));
    }

    private String coloured(String verdict) {
        String word = verdict.toUpperCase(Locale.ROOT);
        return switch (verdict) {
            case "passed" -> green(word);
            case "skipped" -> word;
            default -> red(word);
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
                        seconds(report.durationMs()),
                        standIn ? ", with stand-ins for some components" : "",
                        flaky ? ", FLAKY: not at the first start" : "");
    }

    private void line(String line) {
        text.append(clean(line)).append(System.lineSeparator());
    }

    /** Text from containers may hold control sequences; a terminal would obey them. Our own colours stay. */
    private static String clean(String line) {
        return line.replaceAll("\u001b(?!\\[(?:0|1|2|31|32)m)|[\\p{Cntrl}&&[^\n\t\u001b]]", "?");
    }

    private static String oneLine(String evidence) {
        String text = evidence.strip().replaceAll("\\s+", " ");
        return text.length() > EVIDENCE ? text.substring(0, EVIDENCE - 1) + "…" : text;
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private String green(String word) {
        return colour ? GREEN + word + PLAIN : word;
    }

    private String red(String word) {
        return colour ? RED + word + PLAIN : word;
    }

    private String dim(String word) {
        return colour ? DIM + word + PLAIN : word;
    }

    private String bold(String word) {
        return colour ? BOLD + word + PLAIN : word;
    }
}
