package io.archtest.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said of one run. */
final class ConsoleRun {
    /** What is said of a start-up that was repeated; all of it is in report.json. */
    private static final int FLAKY = 110;

    private final ConsoleText text;
    private final Report.Run run;
    private final boolean onlyFailures;

    ConsoleRun(ConsoleText text, Report.Run run) {
        this.text = text;
        this.run = run;
        this.onlyFailures = text.style().onlyFailures();
    }

    void append() {
        if (onlyFailures && run.passed()) {
            return;
        }
        text.line("");
        text.line(text.bold("placement %s".formatted(run.placement().name()))
                + " (run %s, images: %s%s)".formatted(run.id(), run.images(), options()));
        if (!onlyFailures) {
            run.notices().forEach(notice -> text.line("  ! ", notice));
        }
        run.attempts().forEach(this::attempt);
        String failure = run.failure();
        if (failure != null) {
            text.line("  " + text.red("not started: ") + failure.replace("\n", "\n  "));
        }
        if (!onlyFailures) {
            facts();
        }
        connectivity();
        checks();
        causes();
        if (!onlyFailures && !run.criticalPath().isEmpty()) {
            text.line("  start-up took %s; critical path: %s"
                    .formatted(ConsoleText.seconds(run.criticalPathMs()), String.join(" -> ", run.criticalPath())));
        }
        if (!run.passed()) {
            text.command("  repeat it: ", run.reproduce());
        }
    }

    private String options() {
        return run.options().entrySet().stream()
                .map(option -> ", %s=%s".formatted(option.getKey(), option.getValue()))
                .collect(Collectors.joining());
    }

    private void attempt(Report.Attempt attempt) {
        text.line(
                "  ! ",
                "FLAKY: run %s died of a crash of the emulator in its start-up and was repeated: %s"
                        .formatted(attempt.id(), TextColumns.cut(TextColumns.oneLine(attempt.failure()), FLAKY)));
    }

    private void facts() {
        if (!run.components().isEmpty()) {
            new ComponentTable(run.components(), text.style().columns()).appendTo(text);
        }
        run.profiles().forEach(this::profile);
    }

    /** What nobody has looked at, since nothing was started there, isn't said. */
    private void profile(Report.Profile profile) {
        String who = Stream.of(Report.known(profile.execution()), profile.engine())
                .filter(fact -> !fact.isEmpty())
                .collect(Collectors.joining(", "));
        String factors = profile.factors().entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%s %.1fx", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        String said = Stream.of(who, factors.isEmpty() ? "" : "slower than native: " + factors)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
        if (!said.isEmpty()) {
            text.line("  %s: %s".formatted(profile.name(), said));
        }
    }

    private void connectivity() {
        List<Report.Cell> asked = run.connectivity().stream()
                .filter(cell -> !cell.verdict().equals("skipped"))
                .toList();
        List<Report.Cell> crossing =
                asked.stream().filter(cell -> !cell.via().equals("direct")).toList();
        if (!onlyFailures && !run.connectivity().isEmpty()) {
            text.line("  connectivity: %d of %d reachable, each proven by a nonce; %s across architectures%s"
                    .formatted(
                            passed(asked),
                            asked.size(),
                            crossing.isEmpty() ? "none" : "%d of %d".formatted(passed(crossing), crossing.size()),
                            ways(crossing)));
        }
        asked.stream()
                .filter(cell -> !cell.verdict().equals("passed"))
                .forEach(cell -> text.line("    %s %s -> %s:%d (%s): %s"
                        .formatted(text.red("x"), cell.from(), cell.to(), cell.port(), cell.via(), cell.cause())));
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

    private void checks() {
        Map<String, List<Report.Check>> groups = run.checks().stream()
                .collect(Collectors.groupingBy(Report.Check::group, TreeMap::new, Collectors.toList()));
        groups.forEach((group, checks) -> {
            if (!onlyFailures) {
                text.line("  %s checks: %s".formatted(group, counted(checks)));
            }
            checks.stream().filter(check -> isSaid(group, check)).forEach(this::check);
        });
    }

    private static String counted(List<Report.Check> checks) {
        long passed = count(checks, "passed");
        long skipped = count(checks, "skipped");
        return "%d of %d passed%s"
                .formatted(passed, checks.size() - skipped, skipped == 0 ? "" : ", %d skipped".formatted(skipped));
    }

    private static long count(List<Report.Check> checks, String verdict) {
        return checks.stream().filter(check -> check.verdict().equals(verdict)).count();
    }

    private boolean isSaid(String group, Report.Check check) {
        boolean passed = check.verdict().equals("passed");
        return onlyFailures ? !passed && !check.verdict().equals("skipped") : !passed || group.equals("scenario");
    }

    private void check(Report.Check check) {
        String sign = switch (check.verdict()) {
            case "passed" -> text.green("ok");
            case "skipped" -> " -";
            case "errored" -> text.red(" !");
            default -> text.red(" x");
        };
        text.line("    %s ".formatted(sign), check.name());
        if (check.verdict().equals("passed") && !check.actual().isEmpty()) {
            text.evidence("         ", check.actual());
        }
        if (check.verdict().equals("failed")) {
            text.line("         expected: ", check.expected());
            text.line("         actual:   ", check.actual());
        }
        if (!check.cause().isEmpty()) {
            text.line("         " + (check.verdict().equals("skipped") ? "skipped: " : "cause:    "), check.cause());
        }
    }

    /** Each once, however many connections it cuts; what a failure says already isn't repeated. */
    private void causes() {
        String said =
                run.failure() + run.checks().stream().map(Report.Check::actual).collect(Collectors.joining("\n"));
        Map<List<String>, List<Report.Cause>> alike = run.causes().stream()
                .filter(cause -> !cause.saidIn(said))
                .collect(Collectors.groupingBy(
                        cause -> List.of(cause.id(), cause.evidence()), LinkedHashMap::new, Collectors.toList()));
        alike.values().forEach(this::cause);
    }

    private void cause(List<Report.Cause> alike) {
        Report.Cause cause = alike.get(0);
        String others = alike.size() == 1 ? "" : " and %d more".formatted(alike.size() - 1);
        text.line("  %s %s%s: %s".formatted(text.red("why"), cause.about(), others, cause.name()));
        List<String> evidence = cause.evidence().lines().toList();
        if (evidence.size() > 1) {
            text.line("    last lines of the log:");
            evidence.forEach(line -> text.evidence("      ", line));
        } else {
            text.evidence("    evidence: ", cause.evidence());
        }
        text.line("    do: ", cause.nextStep());
    }
}
