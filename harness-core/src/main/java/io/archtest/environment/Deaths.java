package io.archtest.environment;

import io.archtest.cause.Diagnosis;
import io.archtest.cause.Symptoms;
import io.archtest.engine.ContainerFacts;
import io.archtest.model.ArchtestException;
import io.archtest.model.Component;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Components that were ready and died while others were still starting: what then keeps those from starting, such as a
 * refused connection, only follows from it.
 */
final class Deaths {
    private static final int TAIL = 40;

    private record Death(Instant at, StartupException what) {}

    private Deaths() {}

    /** Those that ended badly and aren't started again, the first one first. */
    static List<StartupException> among(Collection<RunningComponent> ready) {
        List<Death> deaths = new ArrayList<>();
        for (RunningComponent component : ready) {
            if (component.component().kind() == Component.Kind.COMPONENT) {
                look(component, deaths);
            }
        }
        return deaths.stream()
                .sorted(Comparator.comparing(Death::at))
                .map(Death::what)
                .toList();
    }

    private static void look(RunningComponent component, List<Death> deaths) {
        try {
            ContainerFacts facts = component.engine().inspectContainer(component.containerId());
            if (facts.ended() && (facts.exitCode() != 0 || facts.oomKilled())) {
                List<String> log = component.engine().logTail(component.containerId(), TAIL);
                Diagnosis diagnosis =
                        Diagnosis.of(component.name().value(), Symptoms.of(facts, log, component.emulated()));
                String what = "'%s' was ready, and died with exit code %d while others were starting"
                        .formatted(component.name(), facts.exitCode());
                deaths.add(new Death(facts.finishedAt().orElse(Instant.MAX), new StartupException(what, diagnosis)));
            }
        } catch (ArchtestException e) {
            // the engine is gone, which is what the start failed of
        }
    }
}
