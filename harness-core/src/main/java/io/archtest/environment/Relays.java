package io.archtest.environment;

import io.archtest.engine.ContainerSpec;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Component;
import io.archtest.plan.PlannedRun.PlannedRelay;
import io.archtest.profile.Reach;
import java.util.List;
import java.util.Map;

/**
 * Starts relays: HAProxy in TCP mode under the name of a component that runs on the other side, forwarding each of its
 * ports to the leased host port where that component is published, by way of {@code host.docker.internal}, or at the other
 * machine's address. Relays run on their engine's own architecture.
 */
final class Relays {
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
        String configuration = configuration(relay, target, hostPorts, side.speaksIpv6(standsFor));
        String id = new Forwarder(scope, side, tools)
                .start(
                        "relay-" + relay.standsFor(),
                        new ContainerSpec.Attached(
                                side.relayAttachments(standsFor),
                                List.of(),
                                Map.of(Reach.HOST, List.of("host-gateway"))),
                        configuration,
                        scope.labels("relay", relay.standsFor().value()));
        return new RunningRelay(relay.standsFor(), relay.served(), side.engine(), id);
    }

    static String configuration(PlannedRelay relay, String target, Map<Integer, Integer> hostPorts, boolean ipv6) {
        StringBuilder text = new StringBuilder(Forwarder.PREAMBLE);
        for (int port : relay.ports()) {
            text.append("""
                    listen port%d
                      bind %s:%d%s
                      server peer %s:%d
                    """.formatted(port, ipv6 ? "::" : "", port, ipv6 ? " v4v6" : "", target, hostPorts.get(port)));
        }
        return text.toString();
    }
}
