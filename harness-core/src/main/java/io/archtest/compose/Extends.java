package io.archtest.compose;

import io.archtest.model.InvalidRequestException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lays services over those that they extend, in the same file or another one. */
public final class Extends {
    /** Lists that are replaced as a whole; all others are appended (Compose Specification, "Merge"). */
    private static final Set<String> REPLACED = Set.of("command", "entrypoint", "test");

    private final Fields services;
    private final Path file;
    private final Problems problems;
    private final Set<String> open = new HashSet<>();

    public Extends(Fields services, Path file, Problems problems) {
        this.services = services;
        this.file = file;
        this.problems = problems;
    }

    public Yaml.Mapping resolve(String name, Yaml.Mapping service) {
        Yaml.Entry entry = service.entries().get("extends");
        if (entry == null) {
            return service;
        }
        if (!open.add(name)) {
            problems.add(entry.keyAt(), "'extends' forms a cycle through '%s'".formatted(name));
            return service;
        }
        try {
            return base(entry).map(base -> merged(base, without(service))).orElse(service);
        } finally {
            open.remove(name);
        }
    }

    private Optional<Yaml.Mapping> base(Yaml.Entry entry) {
        Fields holder = new Fields(new Yaml.Mapping(entry.keyAt(), Map.of("extends", entry)), "service", problems);
        if (entry.value() instanceof Yaml.Scalar scalar) {
            return inServices(services, scalar.text(), entry.keyAt(), this);
        }
        return holder.map("extends").flatMap(fields -> {
            Optional<String> other = fields.text("file");
            Optional<String> service = fields.text("service");
            fields.finish();
            if (service.isEmpty()) {
                fields.problem(fields.at(), "'extends' needs 'service'");
                return Optional.empty();
            }
            return other.isEmpty()
                    ? inServices(services, service.get(), entry.keyAt(), this)
                    : inFile(other.get(), service.get(), entry.keyAt());
        });
    }

    private Optional<Yaml.Mapping> inFile(String other, String service, Yaml.Position at) {
        Path path = file.resolveSibling(other);
        try {
            Fields top = new Fields(YamlReader.read(path, problems), other, problems);
            return top.map("services")
                    .flatMap(found -> inServices(found, service, at, new Extends(found, path, problems)));
        } catch (InvalidRequestException e) {
            problems.add(at, "cannot extend: %s".formatted(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Yaml.Mapping> inServices(Fields found, String service, Yaml.Position at, Extends resolver) {
        Yaml.Entry base = found.entries().get(service);
        if (base != null && base.value() instanceof Yaml.Mapping mapping) {
            return Optional.of(resolver.resolve(service, mapping));
        }
        problems.unknown(
                at,
                "'extends' names an unknown service",
                service,
                found.entries().keySet());
        return Optional.empty();
    }

    private static Yaml.Mapping without(Yaml.Mapping service) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(service.entries());
        entries.remove("extends");
        return new Yaml.Mapping(service.at(), entries);
    }

    private static Yaml.Mapping merged(Yaml.Mapping base, Yaml.Mapping over) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(base.entries());
        over.entries().forEach((key, entry) -> {
            Yaml.Entry below = entries.get(key);
            entries.put(key, below == null ? entry : new Yaml.Entry(entry.keyAt(), merged(key, below, entry)));
        });
        return new Yaml.Mapping(over.at(), entries);
    }

    private static Yaml merged(String key, Yaml.Entry below, Yaml.Entry above) {
        if (below.value() instanceof Yaml.Mapping low && above.value() instanceof Yaml.Mapping high) {
            return merged(low, high);
        }
        if (!REPLACED.contains(key)
                && below.value() instanceof Yaml.Sequence low
                && above.value() instanceof Yaml.Sequence high) {
            List<Yaml> items = new ArrayList<>(low.items());
            items.addAll(high.items());
            return new Yaml.Sequence(above.value().at(), items);
        }
        return above.value();
    }
}
