package io.archtest.plan;

import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Pin;
import io.archtest.model.Placement;
import io.archtest.scenario.PlacementRule;
import io.archtest.scenario.Scenario;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Turns the name of a placement into an architecture for each component of a scenario. */
final class Placements {
    static final String DEFAULT = "default";
    static final String NATIVE = "native";
    static final String EMULATED = "emulated";
    static final String FLIP = "flip";

    private final Scenario scenario;
    private final Scenario pinned;
    private final Architecture host;
    private final Groups groups;

    /** @param pins that the file doesn't say, for placements that a {@link Cover} is made of */
    Placements(Scenario scenario, Map<ComponentName, Pin> pins, Architecture host, Groups groups) {
        this.scenario = scenario;
        this.pinned = scenario.pinning(pins);
        this.host = host;
        this.groups = groups;
    }

    /** The placement of that name with {@code overrides} laid over it. */
    Placement named(String name, Map<ComponentName, Architecture> asked) {
        Map<ComponentName, Architecture> overrides = expanded(scenario, asked);
        Function<Component, Architecture> rule = together(name, rule(name, overrides), overrides);
        TreeMap<ComponentName, Architecture> placed = new TreeMap<>();
        for (Component component : scenario.components()) {
            Optional<Architecture> wanted = Optional.ofNullable(overrides.get(component.name()));
            placed.put(component.name(), pinned(component, wanted, rule));
        }
        return Placement.of(overrides.isEmpty() ? name : name + "+place", placed);
    }

    /** With all containers of a service in place of its name. */
    static Map<ComponentName, Architecture> expanded(Scenario scenario, Map<ComponentName, Architecture> overrides) {
        Map<ComponentName, Architecture> all = new TreeMap<>();
        overrides.forEach((name, architecture) ->
                scenario.named(name).forEach(component -> all.put(component.name(), architecture)));
        return all;
    }

    /** What archtest places itself follows the one of its group that is pinned; what an author says is taken as it is. */
    private Function<Component, Architecture> together(
            String name, Function<Component, Architecture> rule, Map<ComponentName, Architecture> overrides) {
        if (scenario.placements().containsKey(name)) {
            return rule;
        }
        Map<ComponentName, Architecture> pins = groups.pins(scenario, overrides);
        return component -> {
            Architecture pin = pins.get(groups.leader(component.name()));
            return pin == null ? rule.apply(component) : pin;
        };
    }

    private static Architecture pinned(
            Component component, Optional<Architecture> override, Function<Component, Architecture> rule) {
        if (override.isPresent() && component.pinned().isPresent() && !override.equals(component.pinned())) {
            throw new InvalidRequestException("Cannot place '%s' on %s: it is pinned to %s by %s"
                    .formatted(
                            component.name(),
                            override.get(),
                            component.pinned().get(),
                            component.pin().map(Pin::by).orElse("")));
        }
        return override.or(component::pinned).orElseGet(() -> rule.apply(component));
    }

    private Function<Component, Architecture> rule(String name, Map<ComponentName, Architecture> overrides) {
        PlacementRule declared = scenario.placements().get(name);
        if (declared != null) {
            return component -> architecture(declared, component.name());
        }
        return switch (name) {
            case NATIVE -> component -> host;
            // a file that says nothing is best proven by one run in which as much as possible crosses
            case DEFAULT, SplitPlacement.NAME -> {
                Placement split = SplitPlacement.of(scenario, host, groups, overrides);
                yield component -> split.of(component.name());
            }
            case EMULATED -> component -> host.mirror();
            case "arm64" -> component -> Architecture.ARM64;
            case "x86_64" -> component -> Architecture.X86_64;
            case FLIP -> {
                Function<Component, Architecture> straight = rule(DEFAULT, overrides);
                yield component -> straight.apply(component).mirror();
            }
            default ->
                covering(name, overrides)
                        .orElseThrow(() ->
                                new InvalidRequestException("Unknown placement '%s' for scenario '%s'; known: %s"
                                        .formatted(
                                                name,
                                                scenario.name(),
                                                String.join(
                                                        ", ",
                                                        PlacementNames.of(scenario)
                                                                .keySet()))));
        };
    }

    /** One of the placements that {@code cover} stands for. */
    private Optional<Function<Component, Architecture>> covering(
            String name, Map<ComponentName, Architecture> overrides) {
        if (!CoveringPlacements.isOne(name)) {
            return Optional.empty();
        }
        Cover cover = CoveringPlacements.of(pinned, host, groups, overrides);
        Placement one = CoveringPlacements.named(cover, name)
                .or(() -> withoutKnowing(name, overrides))
                .orElseThrow(() -> new InvalidRequestException("No placement '%s' for scenario '%s': its cover has %s"
                        .formatted(name, scenario.name(), CoveringPlacements.names(cover))));
        return Optional.of(component -> one.of(component.name()));
    }

    /** Of a larger cover, as another machine may have named them that knew less of images; with the pins that are known. */
    private Optional<Placement> withoutKnowing(String name, Map<ComponentName, Architecture> overrides) {
        PlacementGroups placed = PlacementGroups.of(pinned, groups, overrides);
        return CoveringPlacements.named(CoveringPlacements.of(scenario, host, groups, overrides), name)
                .map(one -> placed.placement(name, one::of));
    }

    private Architecture architecture(PlacementRule rule, ComponentName name) {
        Architecture fixed = rule.fixed().get(name);
        if (fixed != null) {
            return fixed;
        }
        return rule.emulated().contains(name) ? host.mirror() : host;
    }
}
