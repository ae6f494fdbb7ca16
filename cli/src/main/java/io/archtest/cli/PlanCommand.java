package io.archtest.cli;

import io.archtest.check.DeclaredChecks;
import io.archtest.model.BuildSpec;
import io.archtest.model.Component;
import io.archtest.model.Edge;
import io.archtest.model.InferredEdge;
import io.archtest.plan.Plan;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.ProfileProvider;
import io.archtest.run.Providers;
import io.archtest.run.ScenarioFiles;
import io.archtest.scenario.CheckDeclaration;
import io.archtest.scenario.Scenario;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code archtest plan}: prints what {@code run} would do; starts nothing and needs no engine. */
@Command(
        description = "Shows what 'run' would do with the same arguments; starts nothing.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    private final Surroundings surroundings;

    PlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Providers providers = new Machine(surroundings, options.provider()).providers();
        ProfileProvider provider = providers.provider(providers.facts());
        try (ScenarioFiles files = new ScenarioFiles(surroundings.environment(), surroundings.discretion()::learn)) {
            for (Plan plan : options.plans(files, provider)) {
                print(plan);
            }
        }
        return ExitCode.PASSED;
    }

    private void print(Plan plan) {
        PrintWriter out = surroundings.out();
        out.println("scenario %s on an %s host, provider %s".formatted(plan.scenario(), plan.host(), plan.provider()));
        Scenario scenario = plan.runs().get(0).scenario();
        if (scenario.sources().size() > 1) {
            out.println(
                    "files: " + scenario.sources().stream().map(Path::toString).collect(Collectors.joining(", ")));
        }
        scenario.notices().forEach(notice -> out.println("! " + notice));
        plan.cover().ifPresent(cover -> new CoverPrinter(out).print(cover, plan.talks()));
        for (PlannedRun run : plan.runs()) {
            out.println();
            out.println("placement %s (images: %s)"
                    .formatted(run.placement().name(), run.images().word()));
            if (!run.scenario().options().isEmpty()) {
                out.println("  options: "
                        + run.scenario().options().entrySet().stream()
                                .map(option -> option.getKey() + "=" + option.getValue())
                                .collect(Collectors.joining(", ")));
            }
            run.scenario().components().forEach(component -> print(out, run, component));
            printDemands(out, run);
            print(out, run);
            DeclaredChecks.concerns(run.scenario()).forEach(concern -> out.println("  ! " + concern));
        }
    }

    private static void print(PrintWriter out, PlannedRun run, Component component) {
        String ports = component.ports().isEmpty()
                ? ""
                : " ports " + component.ports().stream().map(String::valueOf).collect(Collectors.joining(","));
        String after = component.dependencies().isEmpty()
                ? ""
                : " after "
                        + component.dependencies().stream()
                                .map(dependency -> dependency.on() + " "
                                        + dependency.condition().word())
                                .collect(Collectors.joining(", "));
        out.println("  %-18s %-9s %-7s %s%s%s"
                .formatted(
                        component.name(),
                        component.kind().word(),
                        run.placement().of(component.name()),
                        component.image(),
                        ports,
                        after));
        run.scenario().build(component).ifPresent(build -> printBuild(out, component, build));
    }

    private static void printBuild(PrintWriter out, Component component, BuildSpec build) {
        String wish = switch (build.wish()) {
            case BUILD -> "";
            case PULL_FIRST -> " (if '%s' can't be had)".formatted(component.image());
            case LOCAL_FIRST -> " (if the engine has no '%s')".formatted(component.image());
        };
        out.println("    built from %s, %s%s%s"
                .formatted(
                        build.context(),
                        build.inline().isPresent() ? "dockerfile_inline" : build.dockerfile(),
                        build.target().map(", target "::concat).orElse(""),
                        wish));
        List<String> names = Stream.concat(
                        Stream.of(component.image()).filter(name -> !name.startsWith("build:")), build.tags().stream())
                .toList();
        if (!names.isEmpty()) {
            out.println("    runs by its id; the engine's %s stays as it is".formatted(String.join(", ", names)));
        }
    }

    private static void printDemands(PrintWriter out, PlannedRun run) {
        run.demands().stream()
                .filter(demand -> demand.memoryBytes() > 0)
                .forEach(demand -> out.println("  memory: components on %s reserve %d MiB (packaged images need less)"
                        .formatted(demand.profile().name(), demand.memoryBytes() >> 20)));
    }

    private static void print(PrintWriter out, PlannedRun run) {
        List<InferredEdge> inferred = run.scenario().inference().edges();
        long crossing = Stream.concat(
                        run.edges().stream(), inferred.stream().map(edge -> new Edge(edge.from(), edge.to(), 0)))
                .filter(run.placement()::crosses)
                .count();
        out.println("  edges: %d declared%s, %d of them across architectures"
                .formatted(
                        run.edges().size(),
                        inferred.isEmpty() ? "" : " and %d inferred".formatted(inferred.size()),
                        crossing));
        for (Edge edge : run.edges()) {
            out.println("    %s%s".formatted(edge, way(run, edge)));
        }
        for (InferredEdge edge : inferred) {
            String way = way(run, new Edge(edge.from(), edge.to(), 0));
            out.println("    %s%s  inferred: %s%s".formatted(edge, way, edge.why(), effect(edge)));
        }
        run.scenario().inference().notes().forEach(note -> out.println("    note: " + note));
        run.relays()
                .forEach(relay -> out.println("  relay on the %s side for %s, ports %s"
                        .formatted(relay.served(), relay.standsFor(), relay.ports())));
        run.notes().forEach(note -> out.println("  ! " + note));
        out.println("  checks: architecture, connectivity and health of every component%s"
                .formatted(run.scenario().checks().stream()
                        .map(CheckDeclaration::name)
                        .map(name -> ", " + name)
                        .collect(Collectors.joining())));
    }

    private static String way(PlannedRun run, Edge edge) {
        return run.placement().crosses(edge)
                ? "  (%s)".formatted(run.profileOf(edge.to()).reach().fromContainers())
                : "";
    }

    private static String effect(InferredEdge edge) {
        return switch (edge.use()) {
            case ASKED -> "";
            case CARRIED -> " (carried by relays, not asked)";
            case COVERED -> " (counts for placements only)";
        };
    }
}
