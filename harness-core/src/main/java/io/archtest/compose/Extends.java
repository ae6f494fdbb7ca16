package io.archtest.compose;

import io.archtest.model.InvalidRequestException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lays the services of one file over those that they extend, in the same file or another one. */
final class Extends {
    /** A chain that nobody writes, and far from the end of the stack. */
    private static final int MAX_CHAIN = 50;

    private final Map<String, Yaml.Entry> services;
    private final Sources sources;
    /** Services on the way here, those of other files included. */
    private int chain;

    private final Map<String, Optional<Yaml.Mapping>> resolved = new HashMap<>();

    private Extends(Map<String, Yaml.Entry> services, Sources sources, int chain) {
        this.services = services;
        this.sources = sources;
        this.chain = chain;
    }

    /** The same file with every {@code extends} carried out. */
    static Yaml.Mapping apply(Yaml.Mapping file, Sources sources) {
        Yaml.Entry all = file.entries().get("services");
        if (all == null || !(all.value() instanceof Yaml.Mapping services)) {
            return file;
        }
        Extends resolver = new Extends(services.entries(), sources, 0);
        Map<String, Yaml.Entry> complete = new LinkedHashMap<>();
        services.entries()
                .forEach((name, entry) -> complete.put(
                        name,
                        new Yaml.Entry(
                                entry.keyAt(),
                                entry.value() instanceof Yaml.Mapping service
                                        ? resolver.resolve(name, service)
                                        : entry.value())));
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(file.entries());
        entries.put("services", new Yaml.Entry(all.keyAt(), new Yaml.Mapping(services.at(), complete)));
        return new Yaml.Mapping(file.at(), entries);
    }

    private Yaml.Mapping resolve(String name, Yaml.Mapping service) {
        Yaml.Entry entry = service.entries().get("extends");
        if (entry == null) {
            return service;
        }
        Optional<Yaml.Mapping> known = resolved.get(name);
        if (known != null) {
            if (known.isEmpty()) {
                sources.problems().add(entry.keyAt(), "'extends' forms a cycle through '%s'".formatted(name));
            }
            return known.orElse(service);
        }
        resolved.put(name, Optional.empty()); // being resolved
        chain++;
        Optional<Yaml.Mapping> base = base(entry);
        chain--;
        Yaml.Mapping complete = base.map(below -> new Merge(sources.problems()).service(below, without(service)))
                .orElseGet(() -> without(service));
        resolved.put(name, Optional.of(complete));
        return complete;
    }

    private Optional<Yaml.Mapping> base(Yaml.Entry entry) {
        if (chain > MAX_CHAIN) {
            sources.problems()
                    .add(entry.keyAt(), "'extends' reaches through more than %d services".formatted(MAX_CHAIN));
            return Optional.empty();
        }
        Fields holder =
                new Fields(new Yaml.Mapping(entry.keyAt(), Map.of("extends", entry)), "service", sources.problems());
        if (entry.value() instanceof Yaml.Scalar scalar) {
            return here(scalar.text(), entry.keyAt());
        }
        return holder.map("extends").flatMap(fields -> {
            Optional<Yaml> other = fields.take("file");
            Optional<String> service = fields.text("service");
            fields.finish();
            if (service.isEmpty()) {
                fields.problem(fields.at(), "'extends' needs 'service'");
                return Optional.empty();
            }
            return other.isEmpty()
                    ? here(service.get(), entry.keyAt())
                    : fields.text(other.get(), "file")
                            .flatMap(file ->
                                    inFile(file, service.get(), other.get().at()));
        });
    }

    private Optional<Yaml.Mapping> inFile(String other, String service, Yaml.Position at) {
        try {
            Path file = LocalPath.of(other, at);
            Map<String, Yaml.Entry> found = new LinkedHashMap<>();
            for (Yaml.Mapping document : sources.documents(file, file.resolveSibling(""))) {
                Yaml.Entry section = document.entries().get("services");
                if (section != null && section.value() instanceof Yaml.Mapping all) {
                    found.putAll(all.entries());
                }
            }
            return new Extends(found, sources, chain).here(service, at);
        } catch (InvalidRequestException e) {
            sources.problems().add(at, "cannot extend: %s".formatted(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Yaml.Mapping> here(String service, Yaml.Position at) {
        Yaml.Entry base = services.get(service);
        if (base != null && base.value() instanceof Yaml.Mapping mapping) {
            return Optional.of(new Merge(sources.problems()).service(empty(mapping), resolve(service, mapping)));
        }
        sources.problems().unknown(at, "'extends' names an unknown service", service, List.copyOf(services.keySet()));
        return Optional.empty();
    }

    /** What lies under the lowest service: its own tags then have nothing to act on. */
    private static Yaml.Mapping empty(Yaml.Mapping service) {
        return new Yaml.Mapping(service.at(), Map.of());
    }

    private static Yaml.Mapping without(Yaml.Mapping service) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(service.entries());
        entries.remove("extends");
        return new Yaml.Mapping(service.at(), entries);
    }
}
