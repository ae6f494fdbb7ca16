package io.archtest.environment;

import io.archtest.engine.ContainerFacts;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.Profile;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes part in an environment that another process has started and keeps. */
public final class Attachment {
    private Attachment() {}

    /**
     * The same environment, watched from now on. Closing it leaves the stack as it is, and removes what was started through
     * {@code scope} only.
     *
     * @param scope of the same run id, owned by this process
     * @throws StartupException when a component of it doesn't run any more
     */
    public static Environment attach(PlannedRun run, RunScope scope, Snapshot snapshot) {
        Map<Architecture, Side> sides = new EnumMap<>(Architecture.class);
        for (Architecture architecture : run.placement().architectures()) {
            Profile profile = run.profile(architecture);
            sides.put(architecture, Side.closed(architecture, profile, scope.engine(profile)));
        }
        List<RunningComponent> components = snapshot.members().stream()
                .map(member -> component(run, scope, member))
                .toList();
        components.forEach(Attachment::refuseEnded);
        List<RunningRelay> relays = snapshot.relays().stream()
                .map(relay -> relay(run, scope, relay))
                .toList();
        Map<Architecture, Slowness> slowness = new EnumMap<>(Architecture.class);
        snapshot.slowness().forEach((word, measured) -> slowness.put(Architecture.parse(word), measured));
        Map<Architecture, Speed> speeds = new EnumMap<>(Architecture.class);
        if (snapshot.speeds() != null) {
            // this process has measured nothing
            snapshot.speeds().forEach((word, speed) -> speeds.put(Architecture.parse(word), speed.fromCache()));
        }
        Infrastructure infrastructure = new Infrastructure(sides, Map.of(), relays, slowness, speeds);
        return new StartedEnvironment(
                run,
                scope,
                components,
                infrastructure,
                new HealthWatch(scope.runId(), infrastructure.engines(), (component, status) -> {}),
                false);
    }

    private static RunningComponent component(PlannedRun run, RunScope scope, Snapshot.Member member) {
        ComponentName name = ComponentName.of(member.name());
        return new RunningComponent(
                run.scenario().component(name),
                run.placement().of(name),
                run.profileOf(name),
                scope.engine(run.profileOf(name)),
                member.image().resolved(),
                member.containerId(),
                member.hostPorts(),
                Duration.ofMillis(member.startedMs()),
                Optional.ofNullable(member.readyMs()).map(Duration::ofMillis),
                Optional.ofNullable(member.exitCode()));
    }

    private static RunningRelay relay(PlannedRun run, RunScope scope, Snapshot.Relay relay) {
        Architecture served = Architecture.parse(relay.servedArchitecture());
        return new RunningRelay(
                ComponentName.of(relay.standsFor()), served, scope.engine(run.profile(served)), relay.containerId());
    }

    private static void refuseEnded(RunningComponent component) {
        if (component.component().kind() == Component.Kind.COMPONENT) {
            ContainerFacts facts = component.engine().inspectContainer(component.containerId());
            if (!facts.running()) {
                throw new StartupException(
                        "'%s' of the stack that was left running has ended meanwhile, with exit code %d; 'archtest down' removes the stack, 'archtest up' starts it anew"
                                .formatted(component.name(), facts.exitCode()));
            }
        }
    }
}
