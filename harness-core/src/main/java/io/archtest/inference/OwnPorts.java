package io.archtest.inference;

import io.archtest.model.Component;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a component's health check says of its own ports. */
final class OwnPorts {
    private static final Set<String> ITSELF = Set.of("localhost", "127.0.0.1", "0.0.0.0");

    private OwnPorts() {}

    /** They may be open on its loopback only, so that nothing may fail because of them. */
    static Set<Integer> inHealthCheck(Component component) {
        Set<Integer> ports = new LinkedHashSet<>();
        component
                .healthCheck()
                .filter(check -> !check.disabled())
                .ifPresent(check -> CommandText.find(check.test()).stream()
                        .filter(mention -> ITSELF.contains(mention.host())
                                || mention.host().equals(component.name().value()))
                        .forEach(mention -> mention.port().ifPresent(ports::add)));
        return ports;
    }
}
