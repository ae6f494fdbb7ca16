package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.ResourceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a service's limits and reservations, in the service itself or under {@code deploy.resources}. */
final class ResourceReader {
    private final Fields service;

    ResourceReader(Fields service) {
        this.service = service;
    }

    ResourceLimits read() {
        Optional<Long> memory = service.bytes("mem_limit");
        Optional<Long> reserved = service.bytes("mem_reservation");
        Optional<Double> cpus = service.parsed("cpus", Double::valueOf);
        Optional<Long> pids = service.parsed("pids_limit", Long::valueOf);
        Deployed deployed = service.map("deploy").map(ResourceReader::deployed).orElse(Deployed.NOTHING);
        return new ResourceLimits(
                memory.or(deployed::memory),
                reserved.or(deployed::reserved),
                cpus.or(deployed::cpus),
                service.bytes("shm_size"),
                pids.or(deployed::pids),
                ulimits());
    }

    private record Deployed(
            Optional<Long> memory, Optional<Double> cpus, Optional<Long> pids, Optional<Long> reserved) {
        static final Deployed NOTHING =
                new Deployed(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Deployed deployed(Fields deploy) {
        Optional<Fields> resources = deploy.map("resources");
        Optional<Fields> limits = resources.flatMap(fields -> fields.map("limits"));
        Optional<Fields> reservations = resources.flatMap(fields -> fields.map("reservations"));
        Deployed deployed = new Deployed(
                limits.flatMap(fields -> fields.bytes("memory")),
                limits.flatMap(fields -> fields.parsed("cpus", Double::valueOf)),
                limits.flatMap(fields -> fields.parsed("pids", Long::valueOf)),
                reservations.flatMap(fields -> fields.bytes("memory")));
        // a wish for a scheduler that chooses among machines; one engine has no such choice
        reservations.ifPresent(fields -> fields.take("cpus"));
        Stream.of(limits, reservations, resources, Optional.of(deploy))
                .flatMap(Optional::stream)
                .forEach(Fields::finish);
        return deployed;
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
