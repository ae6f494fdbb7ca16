package io.archtest.check;

import io.archtest.check.Probes.Answer;
import io.archtest.check.Probes.Probe;
import io.archtest.check.Probes.Target;
import io.archtest.engine.ContainerSpec;
import io.archtest.engine.ContainerSpec.PublishedPort;
import io.archtest.engine.Engine;
import io.archtest.engine.OwnedResource;
import io.archtest.environment.Environment;
import io.archtest.environment.RunScope;
import io.archtest.environment.RunningComponent;
import io.archtest.image.ImageSource;
import io.archtest.image.ResolvedImage;
import io.archtest.model.ArchtestException;
import io.archtest.model.Component;
import io.archtest.model.Outcome;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.SecuritySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks of every component that is on internal networks only, or on none, whether it really has no way out. What it must not
 * reach is a listener of archtest's own at the address by which relays leave, and which the listener itself reaches: so a
 * component that fails to connect is confined, and doesn't just talk to nobody.
 */
public final class Isolation {
    private static final String GROUP = "isolation";
    private static final String LISTENER = """
            use IO::Socket::INET;
            my $port = IO::Socket::INET->new(LocalPort => 7070, Listen => 16, ReuseAddr => 1) or die "cannot listen: $!";
            while (my $peer = $port->accept) { close $peer }
            """;
    private static final String NONCE = "0".repeat(24);

    private final RunScope scope;
    private final ImageSource images;
    private final Probes probes;

    public Isolation(RunScope scope, ImageSource images) {
        this.scope = scope;
        this.images = images;
        this.probes = new Probes(scope);
    }

    /** Whether there is anybody to ask that of. */
    public static boolean concerns(Environment environment) {
        return !confined(environment).isEmpty();
    }

    /** One result for each confined component; blocks some seconds, and leaves nothing behind. */
    public List<CheckResult> examine(Environment environment) {
        List<CheckResult> results = new ArrayList<>();
        for (RunningComponent component : confined(environment)) {
            long began = System.nanoTime();
            Outcome outcome;
            try {
                outcome = examine(component);
            } catch (ArchtestException e) {
                outcome = Outcome.errored(e.getMessage());
            }
            results.add(new CheckResult(
                    GROUP,
                    "%s has no way out of its networks".formatted(component.name()),
                    Optional.of(component.name()),
                    outcome,
                    Duration.ofNanos(System.nanoTime() - began)));
        }
        return results;
    }

    private static List<RunningComponent> confined(Environment environment) {
        return environment.components().stream()
                .filter(component -> component.component().kind() == Component.Kind.COMPONENT)
                .filter(component -> component.component().networks().stream()
                        .allMatch(network -> environment
                                .scenario()
                                .network(network.network())
                                .internal()))
                .toList();
    }

    private Outcome examine(RunningComponent component) {
        Engine engine = component.engine();
        ResolvedImage tools = images.tools(engine, engine.info().architecture(), line -> {});
        int port = scope.leasePorts(1).get(0);
        List<String> addresses =
                component.profile().reach().publishedOn(engine.info().bridgeAddress());
        String address = addresses.get(addresses.size() - 1);
        List<String> started = new ArrayList<>();
        try {
            String listener = scope.creating(() -> {
                String id = engine.createContainer(listener(component, tools, addresses, port));
                started.add(id);
                engine.copyInto(id, List.of(Probes.program()));
                engine.startContainer(id);
                return id;
            });
            Target outside = new Target(address, port, NONCE);
            Answer control = probes.ask(new Probe(component, engine, listener), List.of(outside))
                    .get(0);
            if (!control.connected()) {
                return Outcome.errored("archtest's own listener at %s:%d isn't reached from outside either: %s (%s)"
                        .formatted(address, port, control.outcome(), control.detail()));
            }
            Probe probe = probes.start(component, tools);
            started.add(probe.containerId());
            return judge(component, probes.ask(probe, List.of(outside)).get(0), address, port);
        } finally {
            started.forEach(
                    id -> engine.remove(new OwnedResource(OwnedResource.Kind.CONTAINER, id, "probe", Map.of())));
        }
    }

    private static Outcome judge(RunningComponent component, Answer answer, String address, int port) {
        String outside = "%s:%d".formatted(address, port);
        if (!answer.connected()) {
            return Outcome.passed("%s is out of reach: %s (%s)".formatted(outside, answer.outcome(), answer.detail()));
        }
        return Outcome.failed(
                "no connection to %s, since every network of '%s' is internal".formatted(outside, component.name()),
                "connected",
                "its container has these addresses: %s"
                        .formatted(component
                                .engine()
                                .inspectContainer(component.containerId())
                                .addresses()));
    }

    private ContainerSpec listener(RunningComponent component, ResolvedImage tools, List<String> addresses, int port) {
        return new ContainerSpec(
                "archtest-%s-outside-%s".formatted(scope.runId(), component.name()),
                tools.facts().id(),
                component.engine().info().architecture(),
                ProcessSettings.asInImage()
                        .withEntrypoint(List.of("perl", "-e", LISTENER))
                        .withCommand(List.of()),
                ResourceLimits.none(),
                SecuritySettings.engineDefaults(),
                List.of(),
                Optional.empty(),
                new ContainerSpec.Attached(
                        List.of(),
                        addresses.stream()
                                .map(address -> new PublishedPort(7070, address, port))
                                .toList(),
                        Map.of()),
                RestartPolicy.never(),
                scope.labels("probe", component.name().value()));
    }
}
