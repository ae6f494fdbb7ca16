package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.ResourceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a service's limits and reservations, in the service itself or under {@code deploy.resources}. */
final class ResourceReader {
    private final Fields service;

    ResourceReader(Fields service) {
        this.service = service;
    }

    ResourceLimits read(DeployReader.Deploy deployed) {
        Optional<Double> cpus = service.parsed("cpus", Double::valueOf);
        return new ResourceLimits(
                agreed("mem_limit", service.bytes("mem_limit"), deployed.memory()),
                agreed("mem_reservation", service.bytes("mem_reservation"), deployed.reserved()),
                // 0 is without limit
                agreed("cpus", cpus, deployed.cpus()).filter(number -> number != 0),
                service.bytes("shm_size"),
                agreed("pids_limit", service.parsed("pids_limit", Long::valueOf), deployed.pids()),
                ulimits());
    }

    /** The specification wants both places to say the same. */
    private <T> Optional<T> agreed(String key, Optional<T> own, Optional<T> deployed) {
        if (own.isPresent() && deployed.isPresent() && !own.equals(deployed)) {
            service.problem(
                    service.at(key),
                    "%s says %s and deploy.resources says %s; write one of them"
                            .formatted(key, own.get(), deployed.get()));
        }
        return own.or(() -> deployed);
    }

    List<ResourceLimits.Ulimit> ulimits() {
        List<ResourceLimits.Ulimit> ulimits = new ArrayList<>();
        service.map("ulimits")
                .ifPresent(map -> map.entries().forEach((name, entry) -> {
                    if (entry.value() instanceof Yaml.Mapping) {
                        map.map(name).ifPresent(limit -> {
                            Optional<Long> soft = limit.parsed("soft", Long::valueOf);
                            Optional<Long> hard = limit.parsed("hard", Long::valueOf);
                            limit.finish();
                            if (soft.isPresent() && hard.isPresent()) {
                                ulimits.add(new ResourceLimits.Ulimit(name, soft.get(), hard.get()));
                            } else {
                                limit.problem(entry.keyAt(), "ulimit '%s' needs 'soft' and 'hard'".formatted(name));
                            }
                        });
                    } else {
                        map.parsed(name, Long::valueOf)
                                .ifPresent(limit -> ulimits.add(new ResourceLimits.Ulimit(name, limit, limit)));
                    }
                }));
        return ulimits;
    }
}
