package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code extra_hosts}: a list of {@code NAME=ADDRESS} or {@code NAME:ADDRESS}, or a map to one or more addresses. */
final class ExtraHosts {
    private static final String KEY = "extra_hosts";
    private static final Pattern ADDRESS =
            Pattern.compile("host-gateway|\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*(%\\w+)?");

    private final Fields service;
    private final Map<String, List<String>> hosts = new LinkedHashMap<>();

    private ExtraHosts(Fields service) {
        this.service = service;
    }

    /** Addresses by name, several in the order of the file. */
    static Map<String, List<String>> read(Fields service) {
        ExtraHosts reader = new ExtraHosts(service);
        Optional<Yaml> value = service.take(KEY);
        if (value.isPresent() && value.get() instanceof Yaml.Mapping) {
            service.map(KEY)
                    .ifPresent(map -> map.entries().keySet().forEach(name -> {
                        List<String> addresses = map.strings(name);
                        Yaml.Position at = map.at(name);
                        if (addresses.isEmpty()) {
                            service.problem(at, "extra_hosts: '%s' has no address".formatted(name));
                        }
                        addresses.forEach(address -> reader.add(name, address, at));
                    }));
        } else {
            service.strings(KEY).forEach(line -> reader.line(line, service.at(KEY)));
        }
        return reader.hosts;
    }

    private void line(String line, Yaml.Position at) {
        int cut = line.indexOf('=') >= 0 ? line.indexOf('=') : line.indexOf(':');
        if (cut < 1) {
            service.problem(at, "extra_hosts wants NAME=ADDRESS or NAME:ADDRESS; found '%s'".formatted(line));
        } else {
            add(line.substring(0, cut), line.substring(cut + 1), at);
        }
    }

    private void add(String name, String address, Yaml.Position at) {
        String bare =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        if (ADDRESS.matcher(bare).matches()) {
            hosts.computeIfAbsent(name.strip(), key -> new ArrayList<>()).add(bare);
        } else {
            service.problem(
                    at,
                    "extra_hosts: '%s' is no address for '%s'; write an IPv4 or IPv6 address, or host-gateway"
                            .formatted(address, name));
        }
    }
}
