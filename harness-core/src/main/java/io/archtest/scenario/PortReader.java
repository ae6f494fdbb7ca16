package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Quantities;
import io.archtest.compose.Yaml;
import io.archtest.model.AddressRange;
import io.archtest.model.InvalidRequestException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a service's container ports from {@code ports} and {@code expose}. Host addresses and ports are checked and left
 * aside: archtest leases the host's ports itself, on loopback, so that runs don't collide.
 */
final class PortReader {
    private static final List<String> PROTOCOLS = List.of("tcp", "udp");

    private final Fields service;
    private final Set<Integer> tcp = new LinkedHashSet<>();
    private final Set<Integer> udp = new LinkedHashSet<>();

    PortReader(Fields service) {
        this.service = service;
    }

    /** Container ports in file order, each once. */
    record Ports(List<Integer> tcp, List<Integer> udp) {}

    Ports read() {
        for (Yaml item : service.items("ports")) {
            if (item instanceof Yaml.Mapping) {
                service.map(item, "ports").ifPresent(this::longForm);
            } else {
                service.parsed(item, "ports", this::shortForm);
            }
        }
        for (Yaml item : service.items("expose")) {
            service.parsed(item, "expose", this::exposed);
        }
        return new Ports(new ArrayList<>(tcp), new ArrayList<>(udp));
    }

    private void longForm(Fields port) {
        Optional<Span> published = port.parsed("published", Span::of);
        port.parsed("host_ip", PortReader::hostAddress);
        port.parsed("mode", text -> oneOf(text, "mode", List.of("host", "ingress")));
        port.text("name"); // what people call it
        port.text("app_protocol"); // a hint for others than the engine
        String protocol = port.parsed("protocol", PortReader::protocol).orElse("tcp");
        Optional<Span> target = port.parsed("target", Span::of);
        port.finish();
        if (target.isEmpty()) {
            port.problem(port.at(), "a port needs 'target', the container's port");
            return;
        }
        if (published.isPresent() && !published.get().fits(target.get())) {
            port.problem(
                    port.at("published"),
                    "published %s and target %s differ in length".formatted(published.get(), target.get()));
        }
        add(target.get(), protocol);
    }

    /** {@code [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]}, where both may be ranges and an IPv6 address stands in brackets. */
    private boolean shortForm(String text) {
        String[] parts = text.split("/", 2);
        String protocol = protocol(parts.length == 2 ? parts[1] : "tcp");
        int cut = parts[0].lastIndexOf(':');
        Span target = Span.of(parts[0].substring(cut + 1));
        if (cut >= 0) {
            String host = parts[0].substring(0, cut);
            int before = host.lastIndexOf(':');
            // an address alone, as in 127.0.0.1::80, leaves the port to the engine
            String published = host.endsWith("]") ? "" : host.substring(before + 1);
            if (before >= 0 || host.endsWith("]")) {
                hostAddress(host.endsWith("]") ? host : host.substring(0, before));
            }
            if (!published.isEmpty() && !Span.of(published).fits(target)) {
                throw new InvalidRequestException(
                        "in '%s' the host's and the container's ports differ in length".formatted(text));
            }
        }
        add(target, protocol);
        return true;
    }

    private boolean exposed(String text) {
        String[] parts = text.split("/", 2);
        add(Span.of(parts[0]), protocol(parts.length == 2 ? parts[1] : "tcp"));
        return true;
    }

    private void add(Span span, String protocol) {
        Set<Integer> ports = protocol.equals("udp") ? udp : tcp;
        for (int port = span.first(); port <= span.last(); port++) {
            ports.add(port);
        }
    }

    private static String hostAddress(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!AddressRange.isIpv4(bare) && !AddressRange.isIpv6(bare)) {
            throw new InvalidRequestException(
                    "'%s' is no address of the host; write for example 127.0.0.1 or [::1]".formatted(text));
        }
        return bare;
    }

    private static String protocol(String text) {
        if (text.equals("sctp")) {
            throw new InvalidRequestException("protocol 'sctp' is not carried out: relays and probes know TCP only");
        }
        return oneOf(text, "protocol", PROTOCOLS);
    }

    private static String oneOf(String text, String what, List<String> known) {
        if (!known.contains(text)) {
            throw new InvalidRequestException(
                    "unknown %s '%s'; known: %s".formatted(what, text, String.join(", ", known)));
        }
        return text;
    }

    /** One port or a range, {@code 3000-3005}. */
    private record Span(int first, int last) {
        static Span of(String text) {
            String[] ends = text.split("-", 2);
            int first = Quantities.port(ends[0]);
            int last = ends.length == 2 ? Quantities.port(ends[1]) : first;
            if (last < first) {
                throw new InvalidRequestException(
                        "'%s' is no range of ports: it ends before it begins".formatted(text));
            }
            return new Span(first, last);
        }

        /** As the host's side of {@code target}: as long, or a choice for a single port. */
        boolean fits(Span target) {
            return last - first == target.last - target.first || target.first == target.last;
        }

        @Override
        public String toString() {
            return first == last ? String.valueOf(first) : first + "-" + last;
        }
    }
}
