package io.archtest.cli;

import io.archtest.report.MarkdownSummary;
import io.archtest.report.Problem;
import io.archtest.report.Report;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** GitHub Actions: annotations, the step's summary, groups and masks. */
final class GitHubActions implements Ci {
    /** GitHub shows that many of one kind in a step and drops the rest in silence. */
    private static final int SHOWN = 10;

    private final Surroundings raw;
    private final Surroundings inert;
    private boolean open;

    GitHubActions(Surroundings surroundings) {
        this.raw = surroundings;
        this.inert = InertWriter.around(surroundings);
    }

    @Override
    public Surroundings surroundings() {
        return inert;
    }

    /** Line by line: the log is, and a mask of several lines would match none of them. */
    @Override
    public void mask(Collection<String> secrets) {
        Set<String> masks = new LinkedHashSet<>();
        secrets.forEach(secret -> secret.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(masks::add));
        PrintWriter out = raw.discretion().unredacted();
        masks.forEach(mask -> out.println(GitHubCommand.of("add-mask", mask).line()));
        out.flush();
    }

    @Override
    public synchronized void open(String title) {
        endGroup();
        say(GitHubCommand.of("group", title));
        open = true;
    }

    @Override
    public synchronized void endGroup() {
        if (open) {
            open = false;
            say(GitHubCommand.of("endgroup", ""));
        }
    }

    @Override
    public void failed(String message) {
        endGroup();
        say(GitHubCommand.annotation("error", Map.of("title", "archtest"), message));
    }

    @Override
    public void finished(List<Finished> all) {
        endGroup();
        if (all.isEmpty()) {
            return;
        }
        List<Report> reports = all.stream().map(Finished::report).toList();
        List<Problem> problems = Problem.of(reports);
        problems.stream()
                .limit(SHOWN)
                .forEach(problem -> say(GitHubCommand.annotation(
                        "error", properties(problem.what(), file(problem, all)), problem.why())));
        if (problems.size() > SHOWN) {
            say(GitHubCommand.annotation(
                    "notice",
                    properties("archtest", Optional.empty()),
                    "%d more problems are not shown here; they are in the step's summary and in junit.xml"
                            .formatted(problems.size() - SHOWN)));
        }
        flaky(reports);
        Optional.ofNullable(raw.environment().get("GITHUB_STEP_SUMMARY"))
                .filter(path -> !path.isBlank())
                .ifPresent(path -> new StepSummary(path, inert.err()).append(new MarkdownSummary(reports)));
    }

    private void flaky(List<Report> reports) {
        for (Report report : reports) {
            for (Report.Run run : report.runs()) {
                if (run.flaky()) {
                    say(GitHubCommand.annotation(
                            "warning",
                            properties(
                                    "%s on %s is flaky"
                                            .formatted(
                                                    report.scenario(),
                                                    run.placement().name()),
                                    Optional.empty()),
                            "started at attempt %d; before that: %s"
                                    .formatted(
                                            run.attempts().size() + 1,
                                            run.attempts().get(0).failure())));
                }
            }
        }
    }

    /** The Compose file that a problem belongs to, if it is in the repository: GitHub shows the message there. */
    private Optional<String> file(Problem problem, List<Finished> all) {
        try {
            Path workspace = Path.of(raw.environment().getOrDefault("GITHUB_WORKSPACE", "/nonexistent"))
                    .normalize();
            return all.stream()
                    .filter(finished ->
                            problem.scenario().equals(finished.report().scenario()))
                    .map(finished -> finished.scenario().toAbsolutePath().normalize())
                    .filter(file -> file.startsWith(workspace))
                    .map(file -> workspace.relativize(file).toString())
                    .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> properties(String title, Optional<String> file) {
        Map<String, String> properties = new LinkedHashMap<>();
        file.ifPresent(path -> properties.put("file", path));
        properties.put("title", title);
        return properties;
    }

    private void say(GitHubCommand command) {
        raw.out().println(command.line());
        raw.out().flush();
    }

    @Override
    public void close() {
        endGroup();
    }
}
