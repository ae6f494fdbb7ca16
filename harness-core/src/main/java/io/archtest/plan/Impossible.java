package io.archtest.plan;

import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.plan.Cover.Combination;
import io.archtest.plan.Cover.Link;
import io.archtest.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** In which combinations no placement can use a link, and why: an end has to stay where it is, or both stay together. */
final class Impossible {
    private final Scenario scenario;
    private final Groups groups;
    private final Map<ComponentName, Architecture> overrides;

    /** Where a component has to be, and what says so. */
    private record Stay(Architecture architecture, String reason) {}

    Impossible(Scenario scenario, Groups groups, Map<ComponentName, Architecture> overrides) {
        this.scenario = scenario;
        this.groups = groups;
        this.overrides = overrides;
    }

    Map<Combination, String> of(Link link) {
        Map<Combination, String> impossible = new LinkedHashMap<>();
        for (Combination combination : Combination.all()) {
            wrong(link.from(), combination.from())
                    .or(() -> wrong(link.to(), combination.to()))
                    .or(() -> combination.from() == combination.to()
                            ? Optional.empty()
                            : groups.together(link.from(), link.to()))
                    .ifPresent(reason -> impossible.put(combination, reason));
        }
        return impossible;
    }

    private Optional<String> wrong(ComponentName name, Architecture architecture) {
        return stay(name).filter(stay -> stay.architecture() != architecture).map(Stay::reason);
    }

    /** By itself, else because of one that it can't be parted from. */
    private Optional<Stay> stay(ComponentName name) {
        Optional<Stay> own = own(scenario.component(name));
        if (own.isPresent()) {
            return own;
        }
        return scenario.components().stream()
                .filter(other -> groups.leader(other.name()).equals(groups.leader(name)))
                .flatMap(other -> own(other).stream()
                        .map(stay -> new Stay(
                                stay.architecture(),
                                stay.reason()
                                        + groups.together(name, other.name())
                                                .map(", and "::concat)
                                                .orElse(""))))
                .findFirst();
    }

    private Optional<Stay> own(Component component) {
        Architecture placed = overrides.get(component.name());
        if (placed != null) {
            return Optional.of(new Stay(placed, "'%s' is put on %s by --place".formatted(component.name(), placed)));
        }
        return component
                .pin()
                .map(pin -> new Stay(
                        pin.architecture(),
                        "'%s' is pinned to %s by %s".formatted(component.name(), pin.architecture(), pin.by())));
    }
}
