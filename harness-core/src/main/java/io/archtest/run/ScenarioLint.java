package io.archtest.run;

import io.archtest.compose.ComposeSettings;
import io.archtest.compose.InvalidFileException;
import io.archtest.compose.Problem;
import io.archtest.compose.Yaml;
import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import io.archtest.plan.Planner;
import io.archtest.plan.RunRequest;
import io.archtest.profile.AssumedProfiles;
import io.archtest.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads scenarios as a run would and plans all placements that they name, for hosts of either architecture; starts nothing
 * and needs no engine.
 */
public final class ScenarioLint {
    private static final String DEFAULT = "default";

    private final ScenarioFiles files;

    public ScenarioLint(ScenarioFiles files) {
        this.files = files;
    }

    /**
     * What is wrong, and where.
     *
     * @param file a path from where archtest was started, or what was named
     * @param line from 1; 0 where it is about the file as a whole
     */
    public record Finding(String file, int line, int column, String text) {}

    /**
     * All that is said of a scenario.
     *
     * @param problems what is wrong; nothing when a run of it could begin
     * @param notices what a user should know of it though it is valid, with its place; nothing where there are problems
     */
    public record Verdict(List<Finding> problems, List<String> notices) {
        private static Verdict wrong(List<Finding> problems) {
            return new Verdict(problems, List.of());
        }
    }

    /** Reads and plans. */
    public Verdict verdict(String name, ComposeSettings settings, Map<String, String> options) {
        Scenario scenario;
        try {
            Supplier<Scenario> reading = files.scenario(name, settings, options);
            scenario = reading.get();
        } catch (InvalidFileException e) {
            return Verdict.wrong(e.problems().stream()
                    .map(problem -> finding(problem, e.folder()))
                    .toList());
        } catch (InvalidRequestException e) {
            return Verdict.wrong(List.of(new Finding(name, 0, 0, e.getMessage())));
        }
        Set<String> placements = new LinkedHashSet<>(List.of(DEFAULT));
        placements.addAll(scenario.placements().keySet());
        Set<String> refusals = new LinkedHashSet<>();
        placements.forEach(placement -> refusals.addAll(refusals(scenario, placement)));
        return new Verdict(
                refusals.stream().map(text -> new Finding(name, 0, 0, text)).toList(),
                refusals.isEmpty() ? scenario.notices() : List.of());
    }

    /** What any host would refuse, whichever of both architectures it has. */
    private static List<String> refusals(Scenario scenario, String placement) {
        List<String> refusals = new ArrayList<>();
        for (Architecture host : Architecture.values()) {
            try {
                new Planner(AssumedProfiles.plain(host))
                        .plan(new RunRequest(
                                () -> scenario, List.of(placement), Map.of(), ImageMode.REGISTRY, Set.of()));
                return List.of();
            } catch (InvalidRequestException e) {
                refusals.add(e.getMessage());
            }
        }
        return refusals.subList(0, 1);
    }

    private static Finding finding(Problem problem, Path folder) {
        return new Finding(
                path(problem.at(), folder), problem.at().line(), problem.at().column(), problem.text());
    }

    /** Messages call a file by its name beside the project's; this leads there from where archtest was started. */
    private static String path(Yaml.Position at, Path folder) {
        Path here = Path.of("").toAbsolutePath();
        Path file = folder.resolve(at.file()).toAbsolutePath().normalize();
        if (!Files.exists(file)) {
            return at.file();
        }
        return (file.startsWith(here) ? here.relativize(file) : file).toString();
    }
}
