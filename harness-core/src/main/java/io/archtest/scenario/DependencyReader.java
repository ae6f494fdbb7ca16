package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Problems;
import io.archtest.compose.Yaml;
import io.archtest.model.ArchtestException;
import io.archtest.model.Colocation;
import io.archtest.model.ComponentName;
import io.archtest.model.Connections;
import io.archtest.model.ContainerSettings;
import io.archtest.model.Dependency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code depends_on}, and what else makes a service start after another one. */
final class DependencyReader {
    private final Problems problems;

    DependencyReader(Problems problems) {
        this.problems = problems;
    }

    List<Dependency> read(Fields service) {
        List<Dependency> dependencies = new ArrayList<>();
        Optional<Yaml> value = service.take("depends_on");
        if (value.isPresent() && value.get() instanceof Yaml.Mapping) {
            service.map("depends_on")
                    .ifPresent(map -> map.entries()
                            .forEach((name, entry) -> map.map(name)
                                    .flatMap(fields -> dependency(name, fields))
                                    .ifPresent(dependencies::add)));
        } else {
            service.strings("depends_on")
                    .forEach(name -> name(name, service.at("depends_on"))
                            .ifPresent(on -> dependencies.add(new Dependency(on, Dependency.Condition.STARTED, true))));
        }
        return dependencies;
    }

    private Optional<Dependency> dependency(String name, Fields fields) {
        Optional<Yaml> value = fields.take("condition");
        String word = fields.text("condition").orElse(Dependency.Condition.STARTED.word());
        boolean required = fields.flag("required").orElse(true);
        if (fields.flag("restart").orElse(false)) {
            fields.problem(fields.at("restart"), "depends_on.restart is not carried out: archtest restarts nothing");
        }
        fields.finish();
        for (Dependency.Condition condition : Dependency.Condition.values()) {
            if (condition.word().equals(word)) {
                return name(name, fields.at()).map(on -> new Dependency(on, condition, required));
            }
        }
        problems.unknown(
                value.map(Yaml::at).orElse(fields.at()),
                "unknown condition",
                word,
                List.of("service_started", "service_healthy", "service_completed_successfully"));
        return Optional.empty();
    }

    /** What a component uses of another one's container is on one engine only. */
    List<Colocation> ties(ContainerSettings settings, Connections connections, Fields service) {
        List<Colocation> ties = new ArrayList<>(connections.colocations());
        settings.uses()
                .forEach((what, component) ->
                        name(component, service.at()).ifPresent(with -> ties.add(new Colocation(with, what))));
        return ties;
    }

    /** What a component uses of another one must be there before it. */
    List<Dependency> boundTo(ContainerSettings settings, List<Dependency> declared, Fields service) {
        return settings.uses().values().stream()
                .distinct()
                .filter(name -> declared.stream()
                        .noneMatch(dependency -> dependency.on().value().equals(name)))
                .flatMap(name -> name(name, service.at()).stream())
                .map(on -> new Dependency(on, Dependency.Condition.STARTED, true))
                .toList();
    }

    private Optional<ComponentName> name(String name, Yaml.Position at) {
        try {
            return Optional.of(ComponentName.of(name));
        } catch (ArchtestException e) {
            problems.add(at, e.getMessage());
            return Optional.empty();
        }
    }
}
