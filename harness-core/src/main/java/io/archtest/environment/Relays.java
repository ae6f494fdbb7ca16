package io.archtest.environment;

import static org.awaitility.Awaitility.await;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.ContainerSpec;
import io.archtest.engine.Engine;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Component;
import io.archtest.model.FileContent;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.SecuritySettings;
import io.archtest.plan.PlannedRun.PlannedRelay;
import io.archtest.profile.Reach;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts relays: HAProxy in TCP mode under the name of a component that runs on the other side, forwarding each of its
 * ports to the leased host port where that component is published, by way of {@code host.docker.internal}, or at the other
 * machine's address. Relays run on their engine's own architecture.
 */
final class Relays {
    private static final String CONFIGURATION = "/etc/archtest-relay.cfg";
    private static final String STARTED = "Loading success";

    private final RunScope scope;

    Relays(RunScope scope) {
        this.scope = scope;
    }

    /**
     * Blocks until the relay forwards.
     *
     * @param target where this side's containers reach what the other side publishes
     */
    RunningRelay start(
            PlannedRelay relay,
            Component standsFor,
            Side side,
            ResolvedImage tools,
            String target,
            Map<Integer, Integer> hostPorts) {
        Engine engine = side.engine();
        String id = scope.creating(() -> {
            String created = engine.createContainer(spec(relay, standsFor, side, tools));
            engine.copyInto(
                    created,
                    List.of(new FileContent(CONFIGURATION, configuration(relay, target, hostPorts), 0644, 0, 0)));
            engine.startContainer(created);
            return created;
        });
        awaitForwarding(relay, engine, id);
        return new RunningRelay(relay.standsFor(), relay.served(), engine, id);
    }

    private ContainerSpec spec(PlannedRelay relay, Component standsFor, Side side, ResolvedImage tools) {
        String name = "relay-" + relay.standsFor();
        return new ContainerSpec(
                "archtest-%s-%s".formatted(scope.runId(), name),
                tools.facts().id(),
                side.engine().info().architecture(),
                ProcessSettings.asInImage()
                        // master and worker, since the master says when the worker has started
                        .withEntrypoint(List.of("/usr/sbin/haproxy", "-W", "-db", "-f", CONFIGURATION))
                        .withCommand(List.of()),
                ResourceLimits.none(),
                SecuritySettings.engineDefaults(),
                List.of(),
                Optional.empty(),
                new ContainerSpec.Attached(
                        side.attachments(standsFor), List.of(), Map.of(Reach.HOST, List.of("host-gateway"))),
                RestartPolicy.never(),
                scope.labels("relay", relay.standsFor().value()));
    }

    /** The time-outs only end connections that nobody uses; HAProxy wants them set. */
    static String configuration(PlannedRelay relay, String target, Map<Integer, Integer> hostPorts) {
        StringBuilder text = new StringBuilder("""
                global
                  log stdout format raw local0
                  maxconn 4000
                defaults
                  mode tcp
                  log global
                  option tcplog
                  timeout connect 30s
                  timeout client 24h
                  timeout server 24h
                """);
        for (int port : relay.ports()) {
            text.append("""
                    listen port%d
                      bind :%d
                      server peer %s:%d
                    """.formatted(port, port, target, hostPorts.get(port)));
        }
        return text.toString();
    }

    private static void awaitForwarding(PlannedRelay relay, Engine engine, String id) {
        await().forever()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> forwards(relay, engine, id));
    }

    private static boolean forwards(PlannedRelay relay, Engine engine, String id) {
        List<String> log = engine.logTail(id, 20);
        if (log.stream().anyMatch(line -> line.contains(STARTED))) {
            return true;
        }
        ContainerFacts facts = engine.inspectContainer(id);
        if (facts.ended()) {
            throw new StartupException("The relay for '%s' on the %s side ended with exit code %d; it said:\n    %s"
                    .formatted(relay.standsFor(), relay.served(), facts.exitCode(), String.join("\n    ", log)));
        }
        return false;
    }
}
