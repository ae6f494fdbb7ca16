package io.archtest.environment;

import io.archtest.engine.ContainerSpec;
import io.archtest.engine.ContainerSpec.PublishedPort;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The way in to a component that is on internal networks only. An engine publishes no port from such a network, so a
 * forwarder that is on the component's networks and on one that isn't internal publishes them. It leads to this component
 * and nowhere else: nothing gets out by it, nor from one internal network to another.
 */
final class Gate {
    private final RunScope scope;
    private final Side side;

    Gate(RunScope scope, Side side) {
        this.scope = scope;
        this.side = side;
    }

    /**
     * Blocks until it forwards, which it does once the component is there.
     *
     * @param hostPorts by container port: the leased one
     */
    void start(Component component, ResolvedImage tools, Map<Integer, Integer> hostPorts) {
        List<PublishedPort> published = new ArrayList<>(ComponentStarter.published(side, hostPorts));
        new Forwarder(scope, side, tools)
                .start(
                        "gate-" + component.name(),
                        new ContainerSpec.Attached(side.gateAttachments(component), published, Map.of()),
                        configuration(component),
                        scope.labels("gate", component.name().value()));
    }

    /** Components start after the gate and may come back with another address: it asks the engine for them all the time. */
    static String configuration(Component component) {
        StringBuilder text = new StringBuilder(Forwarder.PREAMBLE).append("""
                  retries 0
                  default-server init-addr none resolvers engine resolve-prefer ipv4
                resolvers engine
                  nameserver engine 127.0.0.11:53
                  timeout resolve 500ms
                  timeout retry 500ms
                  hold valid 500ms
                  hold nx 500ms
                  hold other 500ms
                  hold refused 500ms
                  hold timeout 500ms
                """);
        for (int port : component.ports()) {
            text.append("""
                    listen port%d
                      bind :%d
                      server peer %s:%d
                    """.formatted(port, port, component.name(), port));
        }
        return text.toString();
    }
}
