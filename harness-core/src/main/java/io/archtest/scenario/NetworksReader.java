package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.AddressRange;
import io.archtest.model.NetworkDefinition;
import io.archtest.model.NetworkDefinition.Pool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the file's {@code networks}. The one called {@code default} is always there. */
final class NetworksReader {
    static final String DEFAULT = "default";
    private static final String BRIDGE_NAME = "com.docker.network.bridge.name";

    private NetworksReader() {}

    static Map<String, NetworkDefinition> read(Fields top) {
        Map<String, NetworkDefinition> networks = new LinkedHashMap<>();
        networks.put(DEFAULT, NetworkDefinition.plain());
        top.map("networks")
                .ifPresent(map -> map.entries().forEach((name, entry) -> {
                    networks.put(name, NetworkDefinition.plain());
                    if (!(entry.value() instanceof Yaml.Scalar scalar && scalar.missing())) {
                        map.map(name).ifPresent(network -> networks.put(name, network(network)));
                    }
                }));
        return networks;
    }

    private static NetworkDefinition network(Fields network) {
        network.text("name"); // archtest gives each run's networks names of their own, so that runs don't collide
        External.foreign(network);
        network.text("driver")
                .filter(driver -> !driver.equals("bridge"))
                .ifPresent(driver -> network.problem(
                        network.at("driver"),
                        "network driver '%s' is not carried out: relays and leased ports need bridge networks; remove 'driver'"
                                .formatted(driver)));
        Map<String, String> options = network.pairs("driver_opts", key -> Optional.empty());
        if (options.containsKey(BRIDGE_NAME)) {
            network.problem(
                    network.at("driver_opts"),
                    "driver option '%s' is not carried out: the host has one interface of a name, and each run and each architecture makes a network of its own; remove it"
                            .formatted(BRIDGE_NAME));
        }
        if (!network.flag("enable_ipv4").orElse(true)) {
            network.problem(
                    network.at("enable_ipv4"),
                    "'enable_ipv4: false' is not carried out: leased ports and probes use IPv4; remove it");
        }
        NetworkDefinition definition = new NetworkDefinition(
                network.flag("internal").orElse(false),
                network.flag("attachable").orElse(false),
                network.flag("enable_ipv6").orElse(false),
                network.map("ipam").map(NetworksReader::pools).orElse(List.of()),
                options,
                network.pairs("labels", key -> Optional.of("")));
        network.finish(AttributeSupport.refusedUnder("networks.*"));
        return definition;
    }

    private static List<Pool> pools(Fields ipam) {
        ipam.text("driver")
                .filter(driver -> !driver.equals("default"))
                .ifPresent(driver -> ipam.problem(
                        ipam.at("driver"),
                        "ipam driver '%s' is not carried out: engines come with 'default' only".formatted(driver)));
        List<Pool> pools = new ArrayList<>();
        for (Yaml item : ipam.items("config")) {
            ipam.map(item, "config").ifPresent(fields -> pools.add(pool(fields)));
        }
        ipam.finish(AttributeSupport.refusedUnder("networks.*.ipam"));
        return pools;
    }

    private static Pool pool(Fields fields) {
        Optional<AddressRange> subnet = range(fields, "subnet");
        Optional<String> gateway = address(fields, "gateway", subnet);
        Optional<AddressRange> range = range(fields, "ip_range");
        if (range.isPresent() && subnet.isPresent() && !subnet.get().contains(first(range.get()))) {
            fields.problem(
                    fields.at("ip_range"),
                    "ip_range %s is no part of the subnet %s".formatted(range.get(), subnet.get()));
        }
        Map<String, String> reserved = fields.pairs("aux_addresses", key -> Optional.empty());
        reserved.values().forEach(text -> refuseForeign(fields, "aux_addresses", text, subnet));
        if (subnet.isEmpty() && (gateway.isPresent() || range.isPresent() || !reserved.isEmpty())) {
            fields.problem(fields.at(), "gateway, ip_range and aux_addresses need a 'subnet' that they are part of");
        }
        fields.finish();
        return new Pool(subnet.map(AddressRange::toString), gateway, range.map(AddressRange::toString), reserved);
    }

    private static String first(AddressRange range) {
        String text = range.toString();
        return text.substring(0, text.indexOf('/'));
    }

    private static Optional<AddressRange> range(Fields fields, String key) {
        Optional<String> text = fields.text(key);
        Optional<AddressRange> range = text.flatMap(AddressRange::of);
        if (text.isPresent() && range.isEmpty()) {
            fields.problem(
                    fields.at(key),
                    "%s '%s' is no range of addresses; write for example 10.5.0.0/16".formatted(key, text.get()));
        }
        return range;
    }

    private static Optional<String> address(Fields fields, String key, Optional<AddressRange> subnet) {
        Optional<String> text = fields.text(key);
        text.ifPresent(found -> refuseForeign(fields, key, found, subnet));
        return text;
    }

    private static void refuseForeign(Fields fields, String key, String text, Optional<AddressRange> subnet) {
        Predicate<AddressRange> foreign = range -> !range.contains(text);
        if (!AddressRange.isIpv4(text) && !AddressRange.isIpv6(text)) {
            fields.problem(fields.at(key), "%s: '%s' is no IP address".formatted(key, text));
        } else {
            subnet.filter(foreign)
                    .ifPresent(range -> fields.problem(
                            fields.at(key), "%s: %s is not in the subnet %s".formatted(key, text, range)));
        }
    }
}
