package io.archtest.report;

import io.archtest.report.Coverage.Link;
import io.archtest.report.Coverage.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds out from runs what became of links: a placement alone proves nothing, only an answer on the architectures that were
 * asked for does. One wrong answer outweighs right ones; a run that could tell nothing doesn't.
 */
final class UseFinder {
    static final String NO_PLACEMENT = "no placement of this report uses it";

    private final List<Report.Run> runs;
    private final List<NotRun> notRun;

    /** What one run says of a link. */
    private record Answer(String placement, String state, String why) {
        boolean is(String other) {
            return state.equals(other);
        }
    }

    UseFinder(List<Report.Run> runs, List<NotRun> notRun) {
        this.runs = runs;
        this.notRun = notRun;
    }

    Coverage of(Coverage before) {
        return new Coverage(
                runs.size() + notRun.size(),
                before.outOf(),
                before.links().stream()
                        .map(link -> new Link(
                                link.from(),
                                link.to(),
                                link.ports(),
                                link.unasked(),
                                link.uses().stream().map(use -> use(link, use)).toList()))
                        .toList());
    }

    private Use use(Link link, Use before) {
        List<Answer> answers = runs.stream()
                .filter(run -> uses(link, before, run.placement()))
                .map(run -> answer(link, run))
                .toList();
        List<NotRun> left = notRun.stream()
                .filter(each -> uses(link, before, each.placement()))
                .toList();
        List<String> placements = Stream.concat(
                        answers.stream().map(Answer::placement),
                        left.stream().map(each -> each.placement().name()))
                .toList();
        for (String state : List.of(Coverage.FAILED, Coverage.PASSED, Coverage.ERRORED, Coverage.NOT_ASKED)) {
            if (answers.stream().anyMatch(answer -> answer.is(state))) {
                return new Use(before.from(), before.to(), state, placements, why(state, answers));
            }
        }
        if (!left.isEmpty()) {
            return new Use(
                    before.from(),
                    before.to(),
                    Coverage.NOT_RUN,
                    placements,
                    left.get(0).reason());
        }
        boolean impossible = before.state().equals(Coverage.IMPOSSIBLE);
        return new Use(
                before.from(),
                before.to(),
                impossible ? Coverage.IMPOSSIBLE : Coverage.NOT_RUN,
                List.of(),
                impossible ? before.why() : NO_PLACEMENT);
    }

    private static boolean uses(Link link, Use use, Report.Placement placement) {
        Map<String, String> placed = placement.components();
        return use.from().equals(placed.get(link.from())) && use.to().equals(placed.get(link.to()));
    }

    /** Of a failure also who saw it pass: then it isn't the combination alone. */
    private static String why(String state, List<Answer> answers) {
        if (state.equals(Coverage.PASSED)) {
            return "";
        }
        List<String> reasons = new ArrayList<>();
        answers.stream()
                .filter(answer -> answer.is(state))
                .map(answer -> state.equals(Coverage.NOT_ASKED)
                        ? answer.why()
                        : "%s: %s".formatted(answer.placement(), answer.why()))
                .distinct()
                .forEach(reasons::add);
        answers.stream()
                .filter(answer -> answer.is(Coverage.PASSED))
                .map(answer -> "passed on " + answer.placement())
                .forEach(reasons::add);
        return String.join("; ", reasons);
    }

    private static Answer answer(Link link, Report.Run run) {
        String placement = run.placement().name();
        String failure = run.failure();
        if (failure != null) {
            return new Answer(
                    placement,
                    Coverage.ERRORED,
                    "did not start: " + failure.strip().lines().findFirst().orElse(""));
        }
        List<Answer> parts = new ArrayList<>();
        Stream.of(link.from(), link.to()).forEach(end -> parts.add(architecture(run, end)));
        link.ports().forEach(port -> parts.addAll(connection(run, link, port)));
        for (String state : List.of(Coverage.FAILED, Coverage.ERRORED)) {
            for (Answer part : parts) {
                if (part.is(state)) {
                    return part;
                }
            }
        }
        return link.ports().isEmpty()
                ? new Answer(placement, Coverage.NOT_ASKED, link.unasked())
                : new Answer(placement, Coverage.PASSED, "");
    }

    /** Whether an end ran on what it was placed on: else another combination was used. */
    private static Answer architecture(Report.Run run, String end) {
        return run.checks().stream()
                .filter(check -> check.group().equals("architecture")
                        && check.component().equals(end))
                .map(check -> part(
                        run,
                        check.verdict(),
                        "what '%s' ran on: %s"
                                .formatted(end, check.verdict().equals("failed") ? check.actual() : check.cause())))
                .findFirst()
                .orElseGet(() -> part(run, "", "what '%s' ran on was not found out".formatted(end)));
    }

    private static List<Answer> connection(Report.Run run, Link link, int port) {
        List<Answer> answers = run.connectivity().stream()
                .filter(cell -> cell.from().equals(link.from()) && cell.to().equals(link.to()))
                .filter(cell -> cell.port() != null && cell.port() == port)
                .map(cell -> part(run, cell.verdict(), "port %d: %s".formatted(port, cell.cause())))
                .toList();
        return answers.isEmpty() ? List.of(part(run, "", "port %d was not asked for".formatted(port))) : answers;
    }

    /** What is neither right nor wrong was not answered. */
    private static Answer part(Report.Run run, String verdict, String why) {
        String state = verdict.equals(Coverage.PASSED) || verdict.equals(Coverage.FAILED) ? verdict : Coverage.ERRORED;
        return new Answer(run.placement().name(), state, state.equals(Coverage.PASSED) ? "" : why);
    }
}
