package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Problems;
import io.archtest.compose.Yaml;
import io.archtest.model.AddressRange;
import io.archtest.model.ComponentName;
import io.archtest.model.Connections;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.NetworkAttachment;
import io.archtest.model.NetworkAttachment.Addresses;
import io.archtest.model.NetworkDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads where one service is: its networks with what it is called there, or whose network it shares. */
final class ServiceNetworks {
    private static final Map<String, String> MODES = Map.of(
            "host",
            "archtest leases host ports for each run, so that runs don't collide, and 'localhost:PORT' of the file would not hold; remove the key, and others reach the service by name",
            "bridge",
            "the engine's own bridge knows no service names, and is shared with what archtest didn't start; remove the key, and the service is on the network 'default'",
            "default",
            "the engine's own bridge knows no service names, and is shared with what archtest didn't start; remove the key, and the service is on the network 'default'");
    private static final String SERVICE = "service:";

    private final Fields service;
    private final Problems problems;
    private final Map<String, NetworkDefinition> networks;
    private final PortReader.Ports ports;

    ServiceNetworks(
            Fields service, Problems problems, Map<String, NetworkDefinition> networks, PortReader.Ports ports) {
        this.service = service;
        this.problems = problems;
        this.networks = networks;
        this.ports = ports;
    }

    /** Its namespace is still what the file says: {@link NetworkModes} resolves it. */
    record Place(List<NetworkAttachment> networks, Connections connections) {}

    Place read() {
        Optional<String> mode = service.text("network_mode");
        List<Joined> joined = joined();
        Optional<String> containerName = service.text("container_name");
        List<Connections.Link> links = links();
        Optional<ComponentName> namespace = Optional.empty();
        List<NetworkAttachment> attached = List.of();
        if (mode.isPresent()) {
            if (!joined.isEmpty()) {
                problem("network_mode", "'network_mode' and 'networks' exclude each other; remove one");
            }
            namespace = namespace(mode.get());
        } else {
            attached = joined.isEmpty()
                    ? List.of(new NetworkAttachment(NetworksReader.DEFAULT, List.of()))
                    : joined.stream()
                            .sorted(Comparator.comparingInt(Joined::priority)
                                    .reversed()
                                    .thenComparing(each -> each.attachment().network()))
                            .map(Joined::attachment)
                            .toList();
            refuseFurtherMac(attached);
        }
        // since Docker 25 a hostname is a name in the network; so a relay must answer to it as well
        List<String> names = Stream.of(containerName, service.text("hostname"))
                .flatMap(Optional::stream)
                .toList();
        List<NetworkAttachment> named =
                attached.stream().map(network -> answering(network, names)).toList();
        return new Place(named, new Connections(namespace, links, ports.udp(), Optional.empty(), List.of()));
    }

    private static NetworkAttachment answering(NetworkAttachment network, List<String> names) {
        NetworkAttachment answering = network;
        for (String name : names) {
            answering = answering.answeringTo(name);
        }
        return answering;
    }

    private record Joined(NetworkAttachment attachment, int priority) {}

    private Optional<ComponentName> namespace(String mode) {
        if (mode.startsWith(SERVICE)) {
            refuseOwnNetwork(mode);
            return service.parsed("network_mode", text -> ComponentName.of(text.substring(SERVICE.length())));
        }
        if (mode.equals("none")) {
            if (!ports.tcp().isEmpty() || !ports.udp().isEmpty()) {
                problem(
                        "network_mode",
                        "'network_mode: none' leaves no way to the service's ports; remove one of both");
            }
        } else if (mode.startsWith("container:")) {
            problem(
                    "network_mode",
                    "network_mode '%s' is not carried out: archtest touches nothing that it didn't start; use service:NAME"
                            .formatted(mode));
        } else if (MODES.containsKey(mode)) {
            problem("network_mode", "network_mode '%s' is not carried out: %s".formatted(mode, MODES.get(mode)));
        } else {
            problems.unknown(service.at("network_mode"), "unknown network_mode", mode, List.of("none", "service:NAME"));
        }
        return Optional.empty();
    }

    /** Engines refuse these as well: the other container's network is as it is. */
    private void refuseOwnNetwork(String mode) {
        for (String key : List.of(
                "ports",
                "expose",
                "links",
                "hostname",
                "domainname",
                "extra_hosts",
                "dns",
                "dns_search",
                "dns_opt",
                "mac_address")) {
            if (service.take(key).filter(ServiceNetworks::saysSomething).isPresent()) {
                problem(
                        key,
                        "'%s' can't be with 'network_mode: %s': that network is the other service's; write it there"
                                .formatted(key, mode));
            }
        }
    }

    private static boolean saysSomething(Yaml value) {
        return !(value instanceof Yaml.Sequence list && list.items().isEmpty())
                && !(value instanceof Yaml.Mapping map && map.entries().isEmpty());
    }

    private List<Joined> joined() {
        List<Joined> joined = new ArrayList<>();
        Optional<Yaml> value = service.take("networks");
        if (value.isPresent() && value.get() instanceof Yaml.Mapping) {
            service.map("networks")
                    .ifPresent(map -> map.entries().forEach((name, entry) -> {
                        refuseUnknown(name, entry.keyAt());
                        joined.add(map.map(name)
                                .map(fields -> joined(name, fields))
                                .orElseGet(() -> new Joined(new NetworkAttachment(name, List.of()), 0)));
                    }));
        } else {
            for (Yaml item : service.items("networks")) {
                service.text(item, "networks").ifPresent(name -> {
                    refuseUnknown(name, item.at());
                    joined.add(new Joined(new NetworkAttachment(name, List.of()), 0));
                });
            }
        }
        return joined;
    }

    private Joined joined(String name, Fields fields) {
        Optional<String> ipv4 = address(fields, name, "ipv4_address", true);
        Optional<String> ipv6 = address(fields, name, "ipv6_address", false);
        Optional<String> mac = fields.parsed("mac_address", ServiceNetworks::mac);
        NetworkAttachment attachment =
                new NetworkAttachment(name, fields.strings("aliases"), new Addresses(ipv4, ipv6, mac));
        int priority = fields.integer("priority").orElse(0);
        fields.finish(AttributeSupport.refusedUnder("services.*.networks.*"));
        return new Joined(attachment, priority);
    }

    private static String mac(String text) {
        if (!text.matches("(?i)[0-9a-f]{2}([:-][0-9a-f]{2}){5}")) {
            throw new InvalidRequestException(
                    "'%s' is no MAC address; write for example 02:42:ac:11:00:03".formatted(text));
        }
        return text;
    }

    private Optional<String> address(Fields fields, String network, String key, boolean four) {
        Optional<String> text = fields.text(key);
        if (text.isEmpty()) {
            return text;
        }
        boolean valid = four ? AddressRange.isIpv4(text.get()) : AddressRange.isIpv6(text.get());
        NetworkDefinition definition = networks.getOrDefault(network, NetworkDefinition.plain());
        List<AddressRange> subnets = definition.pools().stream()
                .flatMap(pool -> pool.subnet().flatMap(AddressRange::of).stream())
                .toList();
        if (!valid) {
            fields.problem(
                    fields.at(key), "%s: '%s' is no %s address".formatted(key, text.get(), four ? "IPv4" : "IPv6"));
        } else if (subnets.stream().noneMatch(subnet -> subnet.contains(text.get()))) {
            fields.problem(
                    fields.at(key),
                    "%s: %s is in no subnet of network '%s', which has: %s. Give the network one under 'ipam.config'"
                            .formatted(key, text.get(), network, subnets.isEmpty() ? "none" : subnets));
        }
        return text;
    }

    private void refuseFurtherMac(List<NetworkAttachment> attached) {
        boolean onNetwork =
                attached.stream().anyMatch(network -> network.addresses().mac().isPresent());
        if (onNetwork && service.take("mac_address").isPresent()) {
            problem("mac_address", "mac_address stands in the service and on a network; write one of them");
        }
        attached.stream()
                .skip(1)
                .filter(network -> network.addresses().mac().isPresent())
                .forEach(network -> problem(
                        "networks",
                        "mac_address on '%s' is not carried out: engines before 25 give a container one, on its first network, which is '%s' (by 'priority', then by name)"
                                .formatted(network.network(), attached.get(0).network())));
    }

    private void refuseUnknown(String name, Yaml.Position at) {
        if (!networks.containsKey(name)) {
            problems.unknown(at, "unknown network", name, networks.keySet());
        }
    }

    /** {@code SERVICE} or {@code SERVICE:ALIAS}. */
    private List<Connections.Link> links() {
        return service.strings("links").stream()
                .map(text -> text.split(":", 2))
                .map(parts -> new Connections.Link(parts[0], parts.length == 2 ? parts[1] : parts[0]))
                .toList();
    }

    private void problem(String key, String text) {
        service.problem(service.at(key), text);
    }
}
