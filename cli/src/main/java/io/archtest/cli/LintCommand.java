package io.archtest.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archtest.run.ScenarioFiles;
import io.archtest.run.ScenarioLint;
import io.archtest.run.ScenarioLint.Finding;
import io.archtest.run.ScenarioLint.Verdict;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code archtest lint}: exit 0 when a run of each file could begin, 2 when not. */
@Command(
        description = {
            "Says all that is wrong with Compose files, with file, line and column.",
            "Reads them as 'run' would and plans all placements that they name; starts nothing and needs no engine."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class LintCommand implements Callable<Integer> {
    /** Who reads what was found. */
    enum Format {
        TEXT,
        JSON,
        GITHUB
    }

    @Mixin
    private ProjectOptions project = new ProjectOptions();

    @Option(
            names = "--option",
            split = ",",
            paramLabel = "NAME=VALUE",
            description = "Sets options of the scenario, which choose the variant of it that is read.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = {
                "text: FILE:LINE:COLUMN: what is wrong; json: one object; github: annotations of the files.",
                "Default: text."
            })
    private Format format = Format.TEXT;

    private final Surroundings surroundings;

    LintCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Map<String, Verdict> found = new LinkedHashMap<>();
        try (ScenarioFiles files = new ScenarioFiles(surroundings.environment(), surroundings.discretion()::learn)) {
            ScenarioLint lint = new ScenarioLint(files);
            project.scenarios().forEach(name -> found.put(name, lint.verdict(name, project.settings(), settings)));
        }
        switch (format) {
            case TEXT -> found.forEach(this::text);
            case JSON -> surroundings.out().println(json(found).toPrettyString());
            case GITHUB -> found.values().forEach(this::annotations);
        }
        return found.values().stream().allMatch(verdict -> verdict.problems().isEmpty())
                ? ExitCode.PASSED
                : ExitCode.USAGE;
    }

    private void text(String name, Verdict verdict) {
        PrintWriter out = surroundings.out();
        List<Finding> findings = verdict.problems();
        verdict.notices().forEach(notice -> out.println(InertWriter.inert("! " + notice)));
        for (Finding finding : findings) {
            String place = finding.line() == 0
                    ? finding.file()
                    : "%s:%d:%d".formatted(finding.file(), finding.line(), finding.column());
            out.println(InertWriter.inert("%s: %s".formatted(place, finding.text())));
        }
        out.println(InertWriter.inert("%s: %s"
                .formatted(
                        name,
                        switch (findings.size()) {
                            case 0 -> "ok";
                            case 1 -> "1 problem";
                            default -> findings.size() + " problems";
                        })));
    }

    private static ObjectNode json(Map<String, Verdict> found) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("schema", "archtest-lint/1");
        ArrayNode files = root.putArray("files");
        found.forEach((name, verdict) -> {
            ObjectNode file = files.addObject();
            file.put("file", name);
            file.put("valid", verdict.problems().isEmpty());
            ArrayNode problems = file.putArray("problems");
            verdict.problems().forEach(finding -> {
                ObjectNode problem = problems.addObject();
                problem.put("file", finding.file());
                if (finding.line() > 0) {
                    problem.put("line", finding.line());
                    problem.put("column", finding.column());
                }
                problem.put("message", finding.text());
            });
            ArrayNode notices = file.putArray("notices");
            verdict.notices().forEach(notices::add);
        });
        return root;
    }

    private void annotations(Verdict verdict) {
        verdict.problems().forEach(this::annotation);
        Map<String, String> title = Map.of("title", "archtest lint");
        verdict.notices()
                .forEach(notice -> surroundings
                        .out()
                        .println(GitHubCommand.annotation("notice", title, notice)
                                .line()));
    }

    private void annotation(Finding finding) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("file", finding.file());
        if (finding.line() > 0) {
            properties.put("line", String.valueOf(finding.line()));
            properties.put("col", String.valueOf(finding.column()));
        }
        properties.put("title", "archtest lint");
        surroundings
                .out()
                .println(GitHubCommand.annotation("error", properties, finding.text())
                        .line());
    }
}
