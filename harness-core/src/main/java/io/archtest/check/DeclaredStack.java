package io.archtest.check;

import io.archtest.model.ComponentName;
import io.archtest.model.ProcessSettings;
import io.archtest.scenario.Scenario;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A stack as its scenario describes it, before anything is started. */
record DeclaredStack(Scenario scenario) implements StackDescription {
    @Override
    public List<String> components() {
        return scenario.components().stream()
                .map(component -> component.name().value())
                .toList();
    }

    @Override
    public Optional<String> environment(String component, String variable) {
        return Optional.ofNullable(process(component).environment().get(variable));
    }

    @Override
    public List<String> commandLine(String component) {
        ProcessSettings process = process(component);
        return Stream.of(process.entrypoint(), process.command())
                .flatMap(Optional::stream)
                .flatMap(List::stream)
                .toList();
    }

    private ProcessSettings process(String component) {
        return scenario.component(ComponentName.of(component)).process();
    }
}
