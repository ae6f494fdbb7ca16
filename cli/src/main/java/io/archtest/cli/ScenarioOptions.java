package io.archtest.cli;

import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.plan.Plan;
import io.archtest.plan.PlannedRun;
import io.archtest.plan.Planner;
import io.archtest.plan.RunRequest;
import io.archtest.profile.ProfileProvider;
import io.archtest.run.FoundArchitectures;
import io.archtest.run.HeldImagePorts;
import io.archtest.run.ScenarioFiles;
import io.archtest.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code run} and {@code plan} have in common; the only place where these options are text. */
final class ScenarioOptions {
    @Mixin
    private ProjectOptions project = new ProjectOptions();

    @Option(
            names = "--placement",
            split = ",",
            paramLabel = "NAME",
            description = {
                "Which architecture each component runs on: native, emulated, arm64, x86_64, split (as much as can be crosses),",
                "flip (the default's mirror), one that the scenario names, or cover: the fewest in which everything that talks",
                "to something else does so in all four combinations. Several run one after the other. Default: the scenario's",
                "default, and split for a file that names none."
            })
    private List<String> placements = new ArrayList<>();

    @Option(
            names = "--place",
            split = ",",
            paramLabel = "COMPONENT=ARCH",
            description = "Moves single components, over the placement: --place web=arm64,redis=x86_64")
    private Map<ComponentName, Architecture> overrides = new LinkedHashMap<>();

    @Option(
            names = "--images",
            paramLabel = "SOURCE",
            description = {
                "auto: what the engine has, else the registry, else built from this host's packages, with a notice;",
                "registry: only the real ones; packaged: only built ones. Default: ${DEFAULT-VALUE}."
            },
            defaultValue = "auto")
    private String images = "auto";

    @Option(
            names = "--option",
            split = ",",
            paramLabel = "NAME=VALUE",
            description = "Sets options of the scenario, which choose a variant of it; 'plan' shows them.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--checks",
            split = ",",
            paramLabel = "TAG",
            description =
                    "Asks the checks with these tags too, such as degradation, which stops components and starts them again.")
    private Set<String> tags = new LinkedHashSet<>();

    @Mixin
    private ProviderOptions provider = new ProviderOptions();

    ProviderOptions provider() {
        return provider;
    }

    ImageMode images() {
        return ImageMode.parse(images);
    }

    /** {@code --file}, {@code --option}, {@code --checks} and the like as they would be typed again, with a space before them, or nothing. */
    String variantArguments() {
        String options = settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
        return project.arguments()
                + (options.isEmpty() ? "" : " --option " + options)
                + (tags.isEmpty() ? "" : " --checks " + String.join(",", tags));
    }

    /** {@code --place} as it would be typed again, or nothing. */
    String placeArguments() {
        return overrides.isEmpty()
                ? ""
                : overrides.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(",", "--place ", ""));
    }

    /** The argument that stood for a scenario: its name, or the path of its file. */
    String nameOf(String scenario) {
        List<String> scenarios = project.scenarios();
        return scenarios.size() == 1 ? scenarios.get(0) : scenario;
    }

    /**
     * The one scenario under its one placement, where no more make sense.
     *
     * @throws InvalidRequestException when there are several
     */
    PlannedRun onlyRun(ScenarioFiles files, ProfileProvider profiles) {
        List<PlannedRun> runs = plans(files, profiles).stream()
                .flatMap(plan -> plan.runs().stream())
                .toList();
        if (runs.size() != 1) {
            throw new InvalidRequestException(
                    "One stack at a time: name one scenario and one placement, not %d".formatted(runs.size()));
        }
        return runs.get(0);
    }

    /**
     * What another process calls that scenario: its built-in name, or its file's absolute path; with what is laid over it, so
     * that nobody takes it for the scenario alone.
     */
    String onlyScenario(ScenarioFiles files) {
        String name = project.scenarios().get(0);
        String known = files.names().contains(name)
                ? name
                : Path.of(name).toAbsolutePath().normalize().toString();
        return known + project.arguments();
    }

    /** One plan per scenario, in the order given; all are made before anything runs, so that all errors come first. */
    List<Plan> plans(ScenarioFiles files, ProfileProvider profiles) {
        Planner planner = new Planner(profiles, HeldImagePorts.with(profiles), FoundArchitectures.with(profiles));
        List<Plan> plans = new ArrayList<>();
        for (String name : project.scenarios()) {
            Supplier<Scenario> scenario = files.scenario(name, project.settings(), settings);
            plans.add(planner.plan(new RunRequest(scenario, placements, overrides, images(), tags)));
        }
        return plans;
    }
}
