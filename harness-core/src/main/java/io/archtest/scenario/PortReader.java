package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Quantities;
import io.archtest.compose.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a service's container ports from {@code ports} and {@code expose}. Host addresses and ports are read and left
 * aside: archtest leases the host's ports itself, on loopback, so that runs don't collide.
 */
final class PortReader {
    private final Fields service;
    private final Set<Integer> ports = new LinkedHashSet<>();

    PortReader(Fields service) {
        this.service = service;
    }

    List<Integer> read() {
        for (Yaml item : service.items("ports")) {
            if (item instanceof Yaml.Mapping) {
                service.map(item, "ports").ifPresent(this::longForm);
            } else {
                service.parsed(item, "ports", text -> shortForm(text, item));
            }
        }
        for (Yaml item : service.items("expose")) {
            service.parsed(item, "expose", text -> range(text, item));
        }
        return new ArrayList<>(ports);
    }

    private void longForm(Fields port) {
        port.take("published");
        port.take("host_ip");
        port.take("mode");
        port.take("name");
        port.take("app_protocol");
        Optional<String> protocol = port.text("protocol");
        if (protocol.isPresent() && !protocol.get().equals("tcp")) {
            refuseProtocol(port.at("protocol"), protocol.get());
        }
        Optional<Integer> target = port.parsed("target", Quantities::port);
        port.finish();
        if (target.isEmpty()) {
            port.problem(port.at(), "a port needs 'target', the container's port");
        }
        target.ifPresent(ports::add);
    }

    /** {@code [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]}. */
    private boolean shortForm(String text, Yaml item) {
        return range(text.substring(text.lastIndexOf(':') + 1), item);
    }

    private boolean range(String text, Yaml item) {
        String[] parts = text.split("/", 2);
        if (parts.length == 2 && !parts[1].equals("tcp")) {
            refuseProtocol(item.at(), parts[1]);
            return false;
        }
        String[] ends = parts[0].split("-", 2);
        int first = Quantities.port(ends[0]);
        int last = ends.length == 2 ? Quantities.port(ends[1]) : first;
        for (int port = first; port <= last; port++) {
            ports.add(port);
        }
        return true;
    }

    private void refuseProtocol(Yaml.Position at, String protocol) {
        service.problem(at, "protocol '%s' is not carried out: relays forward TCP only".formatted(protocol));
    }
}
