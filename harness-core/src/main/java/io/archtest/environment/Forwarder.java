package io.archtest.environment;

import static org.awaitility.Awaitility.await;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.ContainerSpec;
import io.archtest.engine.Engine;
import io.archtest.image.ResolvedImage;
import io.archtest.model.FileContent;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.SecuritySettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts HAProxy in TCP mode on a side, on its engine's own architecture. */
final class Forwarder {
    /** The time-outs only end connections that nobody uses; HAProxy wants them set. */
    static final String PREAMBLE = """
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
            """;

    private static final String CONFIGURATION = "/etc/archtest-relay.cfg";
    private static final String STARTED = "Loading success";
    /** What it forwards are connections: nobody on an internal network may use it as a router. */
    private static final SecuritySettings NO_ROUTER = new SecuritySettings(
            List.of(), List.of(), List.of(), List.of(), Map.of("net.ipv4.ip_forward", "0"), false, false);

    private final RunScope scope;
    private final Side side;
    private final ResolvedImage tools;

    Forwarder(RunScope scope, Side side, ResolvedImage tools) {
        this.scope = scope;
        this.side = side;
        this.tools = tools;
    }

    /** Blocks until it forwards; returns the container's id. */
    String start(String name, ContainerSpec.Networking networking, String configuration, Map<String, String> labels) {
        Engine engine = side.engine();
        String id = scope.creating(() -> {
            String created = engine.createContainer(spec(name, networking, labels));
            engine.copyInto(created, List.of(new FileContent(CONFIGURATION, configuration, 0644, 0, 0)));
            engine.startContainer(created);
            return created;
        });
        await().forever()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> forwards(name, id));
        return id;
    }

    private ContainerSpec spec(String name, ContainerSpec.Networking networking, Map<String, String> labels) {
        return new ContainerSpec(
                "archtest-%s-%s".formatted(scope.runId(), name),
                tools.facts().id(),
                side.engine().info().architecture(),
                ProcessSettings.asInImage()
                        // master and worker, since the master says when the worker has started
                        .withEntrypoint(List.of("/usr/sbin/haproxy", "-W", "-db", "-f", CONFIGURATION))
                        .withCommand(List.of()),
                ResourceLimits.none(),
                side.outside().isPresent() ? NO_ROUTER : SecuritySettings.engineDefaults(),
                List.of(),
                Optional.empty(),
                networking,
                RestartPolicy.never(),
                labels);
    }

    private boolean forwards(String name, String id) {
        List<String> log = side.engine().logTail(id, 20);
        if (log.stream().anyMatch(line -> line.contains(STARTED))) {
            return true;
        }
        ContainerFacts facts = side.engine().inspectContainer(id);
        if (facts.ended()) {
            throw new StartupException("The forwarder '%s' on the %s side ended with exit code %d; it said:\n    %s"
                    .formatted(name, side.architecture(), facts.exitCode(), String.join("\n    ", log)));
        }
        return false;
    }
}
