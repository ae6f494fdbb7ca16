package io.archtest.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archtest.run.ScenarioFiles;
import io.archtest.run.ScenarioLint;
import io.archtest.run.ScenarioLint.Finding;
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
        Map<String, List<Finding>> found = new LinkedHashMap<>();
        try (ScenarioFiles files = new ScenarioFiles(surroundings.environment())) {
            ScenarioLint lint = new ScenarioLint(files);
            project.scenarios().forEach(name -> found.put(name, lint.findings(name, project.settings(), settings)));
        }
        switch (format) {
            case TEXT -> found.forEach(this::text);
            case JSON -> surroundings.out().println(json(found).toPrettyString());
            case GITHUB -> found.values().forEach(findings -> findings.forEach(this::annotation));
        }
        return found.values().stream().allMatch(List::isEmpty) ? ExitCode.PASSED : ExitCode.USAGE;
    }

    private void text(String name, List<Finding> findings) {
        PrintWriter out = surroundings.out();
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

    private static ObjectNode json(Map<String, List<Finding>> found) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("schema", "archtest-lint/1");
        ArrayNode files = root.putArray("files");
        found.forEach((name, findings) -> {
            ObjectNode file = files.addObject();
            file.put("file", name);
            file.put("valid", findings.isEmpty());
            ArrayNode problems = file.putArray("problems");
            findings.forEach(finding -> {
                ObjectNode problem = problems.addObject();
                problem.put("file", finding.file());
                if (finding.line() > 0) {
                    problem.put("line", finding.line());
                    problem.put("column", finding.column());
                }
                problem.put("message", finding.text());
            });
        });
        return root;
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
