package io.archtest.scenario;

import io.archtest.model.ResourceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a service's limits, in the service itself or under {@code deploy.resources.limits}. */
final class ResourceReader {
    private final Fields service;

    ResourceReader(Fields service) {
        this.service = service;
    }

    ResourceLimits read() {
        Optional<Long> memory = service.bytes("mem_limit");
        Optional<Double> cpus = service.parsed("cpus", Double::valueOf);
        Optional<Long> pids = service.parsed("pids_limit", Long::valueOf);
        Optional<Fields> limits = service.map("deploy").flatMap(ResourceReader::limits);
        Optional<Long> deployMemory = limits.flatMap(fields -> fields.bytes("memory"));
        Optional<Double> deployCpus = limits.flatMap(fields -> fields.parsed("cpus", Double::valueOf));
        Optional<Long> deployPids = limits.flatMap(fields -> fields.parsed("pids", Long::valueOf));
        limits.ifPresent(Fields::finish);
        return new ResourceLimits(
                memory.or(() -> deployMemory),
                cpus.or(() -> deployCpus),
                service.bytes("shm_size"),
                pids.or(() -> deployPids),
                ulimits());
    }

    private static Optional<Fields> limits(Fields deploy) {
        Optional<Fields> limits = deploy.map("resources").flatMap(resources -> {
            Optional<Fields> found = resources.map("limits");
            resources.take("reservations"); // a wish, not a limit: nothing to carry out on one engine
            resources.finish();
            return found;
        });
        deploy.finish();
        return limits;
    }

    private List<ResourceLimits.Ulimit> ulimits() {
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
