package io.archtest.scenario;

import io.archtest.compose.EnvFile;
import io.archtest.compose.Extends;
import io.archtest.compose.Fields;
import io.archtest.compose.Interpolation;
import io.archtest.compose.Problems;
import io.archtest.compose.Yaml;
import io.archtest.compose.YamlReader;
import io.archtest.inference.EdgeInference;
import io.archtest.model.Component;
import io.archtest.model.Edge;
import io.archtest.model.Inference;
import io.archtest.model.InferredEdge;
import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a Compose file with its {@code x-archtest} section. All that is wrong with it is reported at once, with file, line
 * and column; a key that archtest doesn't carry out is an error, never ignored.
 */
public final class ScenarioReader {
    private static final Map<String, String> REFUSED = Map.of("include", "name one complete file");

    /**
     * Reads {@code file} once; generated secrets are new each time.
     *
     * @param options value by name of the scenario's options; those not named have their default
     * @param environment for the file's variables; it wins over a {@code .env} beside the file, generated secrets over both
     * @throws InvalidRequestException when the file can't be read or is no valid scenario
     */
    public Scenario read(Path file, Map<String, String> environment, Map<String, String> options) {
        return read(file, environment, options, Optional.empty());
    }

    /**
     * Likewise, for a stack that runs already.
     *
     * @param secrets the values that were generated for it; empty to generate new ones
     */
    public Scenario read(
            Path file,
            Map<String, String> environment,
            Map<String, String> options,
            Optional<Map<String, String>> secrets) {
        Path absolute = file.toAbsolutePath().normalize();
        Problems problems = new Problems();
        Yaml.Mapping raw = YamlReader.read(absolute, problems);
        return new Reading(absolute, raw, environment, options, secrets, problems).scenario();
    }

    /** One file. */
    private static final class Reading {
        private final Path file;
        private final Problems problems;
        private final Variant variant;
        private final Map<String, String> secrets;
        private final Map<String, String> variables;
        private final Fields top;
        private final Map<String, Fields> allServices = new LinkedHashMap<>();

        Reading(
                Path file,
                Yaml.Mapping raw,
                Map<String, String> environment,
                Map<String, String> options,
                Optional<Map<String, String>> secrets,
                Problems problems) {
            this.file = file;
            this.problems = problems;
            this.variant = variant(raw, options);
            this.secrets = secrets.orElseGet(() -> generated(raw));
            this.variables = new HashMap<>(dotEnv(environment));
            variables.putAll(environment);
            variables.putAll(variant.variables());
            variables.putAll(this.secrets);
            Yaml.Mapping complete = (Yaml.Mapping) new Interpolation(variables, problems).apply(raw);
            this.top = new Fields(complete, file.getFileName().toString(), problems);
        }

        Scenario scenario() {
            String name = top.text("name").orElseGet(() -> folderName());
            top.text("version"); // obsolete and without meaning since Compose V2
            Set<String> networks = networks();
            Set<String> volumes = volumes();
            ComposeFiles files = new ComposeFiles(file.resolveSibling(""), variables, problems);
            top.map("configs").ifPresent(map -> files.declare("configs", map));
            top.map("secrets").ifPresent(map -> files.declare("secrets", map));
            Map<String, Fields> services = services();
            Fields extension = top.map("x-archtest")
                    .orElseGet(() -> new Fields(new Yaml.Mapping(top.at(), Map.of()), "x-archtest", problems));
            List<Component> components = components(services, new ServiceReader(problems, files, volumes, networks));
            ExtensionReader reader = new ExtensionReader(extension, allServices.keySet(), problems);
            Set<String> active = services.keySet();
            List<Edge> edges = Variant.edges(reader.edges(), active);
            boolean infer = reader.infer();
            top.finish(REFUSED);
            Scenario scenario = new Scenario(
                    name,
                    extension.text("description").orElse(""),
                    file,
                    components,
                    edges,
                    List.copyOf(volumes),
                    Variant.placements(reader.placements(), active),
                    Variant.checks(reader.checks(), active),
                    packaged(extension),
                    variant.chosen(),
                    secrets,
                    Inference.none());
            extension.take("secrets");
            extension.take("options");
            extension.finish();
            new DependencyRules(problems, services).check(components, allServices.keySet());
            problems.throwIfAny(file.toString());
            List<InferredEdge> ignored = Variant.ignored(reader.ignored(), active);
            return scenario.inferring(
                    infer
                            ? EdgeInference.of(scenario.components(), services, edges, ignored)
                            : new Inference(List.of(), ignored, List.of()));
        }

        private String folderName() {
            Path folder = file.getParent();
            Path last = folder == null ? null : folder.getFileName();
            return last == null ? "scenario" : last.toString();
        }

        /** Before anything else is read, since it decides what is. */
        private Optional<Fields> section(Yaml.Mapping raw, String name) {
            Fields fields = new Fields(raw, file.getFileName().toString(), problems);
            return fields.map("x-archtest").flatMap(extension -> extension.map(name));
        }

        private Variant variant(Yaml.Mapping raw, Map<String, String> options) {
            Optional<Fields> section = section(raw, "options");
            if (section.isEmpty() && !options.isEmpty()) {
                throw new InvalidRequestException(
                        "The scenario %s has no options; asked for: %s".formatted(file, options));
            }
            return section.map(found -> Variant.read(found, options)).orElseGet(Variant::none);
        }

        private Map<String, String> generated(Yaml.Mapping raw) {
            return section(raw, "secrets")
                    .map(found -> new GeneratedSecrets().generate(found))
                    .orElse(Map.of());
        }

        private Map<String, String> dotEnv(Map<String, String> environment) {
            Path dotEnv = file.resolveSibling(".env");
            if (!Files.isRegularFile(dotEnv)) {
                return Map.of();
            }
            try {
                Yaml.Position at = new Yaml.Position(".env", 1, 1);
                return EnvFile.parse(Files.readString(dotEnv), false, new Interpolation(environment, problems), at);
            } catch (IOException e) {
                throw new InvalidRequestException("Cannot read %s: %s".formatted(dotEnv, e.getMessage()));
            }
        }

        private Set<String> networks() {
            Set<String> names = new LinkedHashSet<>();
            names.add("default");
            top.map("networks")
                    .ifPresent(map -> map.entries().forEach((name, entry) -> {
                        names.add(name);
                        if (!(entry.value() instanceof Yaml.Scalar scalar && scalar.missing())) {
                            map.map(name).ifPresent(Reading::network);
                        }
                    }));
            return names;
        }

        private static void network(Fields network) {
            network.text("name");
            network.take("labels");
            Optional<String> driver = network.text("driver");
            if (driver.isPresent() && !driver.get().equals("bridge")) {
                network.problem(
                        network.at("driver"),
                        "network driver '%s' is not carried out; archtest makes bridge networks"
                                .formatted(driver.get()));
            }
            if (network.flag("internal").orElse(false)) {
                network.problem(
                        network.at("internal"),
                        "'internal: true' is not carried out: relays leave such a network through host.docker.internal");
            }
            network.finish(Map.of(
                    "external", "archtest touches nothing that it didn't start",
                    "ipam", "run-scoped networks take addresses that are free",
                    "driver_opts", "archtest makes plain bridge networks",
                    "enable_ipv6", "relays and published ports are IPv4"));
        }

        private Set<String> volumes() {
            Set<String> names = new LinkedHashSet<>();
            top.map("volumes")
                    .ifPresent(map -> map.entries().forEach((name, entry) -> {
                        names.add(name);
                        if (!(entry.value() instanceof Yaml.Scalar scalar && scalar.missing())) {
                            map.map(name).ifPresent(volume -> {
                                volume.text("name");
                                volume.take("labels");
                                volume.finish(Map.of(
                                        "external", "archtest touches nothing that it didn't start",
                                        "driver", "run-scoped volumes are the engine's local ones",
                                        "driver_opts", "run-scoped volumes are the engine's local ones"));
                            });
                        }
                    }));
            return names;
        }

        private Map<String, Fields> services() {
            Map<String, Fields> services = new LinkedHashMap<>();
            Optional<Fields> all = top.map("services");
            if (all.isEmpty() || all.get().entries().isEmpty()) {
                top.problem(top.at("services"), "the file has no 'services'; there is nothing to run");
                return services;
            }
            Extends extended = new Extends(all.get(), file, problems);
            all.get().entries().forEach((name, entry) -> {
                if (entry.value() instanceof Yaml.Mapping mapping) {
                    Fields service = new Fields(extended.resolve(name, mapping), name, problems);
                    allServices.put(name, service);
                    // Compose starts a service with profiles only when one of them is active
                    if (variant.includes(service.strings("profiles"))) {
                        services.put(name, service);
                    }
                } else {
                    all.get().wrong(entry.value(), name, "must be a map");
                }
            });
            return services;
        }

        private List<Component> components(Map<String, Fields> services, ServiceReader reader) {
            // what a service is doesn't depend on the variant: a job that nobody waits for in this one still ends
            Set<String> jobs = new DependencyRules(problems, allServices).jobs();
            List<Component> components = new ArrayList<>();
            services.forEach((name, service) -> reader.read(name, service, jobs.contains(name))
                    .map(component -> component.withoutOptionalDependencies(services.keySet()))
                    .ifPresent(components::add));
            return components;
        }

        private Optional<Path> packaged(Fields extension) {
            Optional<Path> path = extension.text("packaged").map(text -> file.resolveSibling(text));
            if (path.isPresent() && !Files.isRegularFile(path.get())) {
                extension.problem(extension.at("packaged"), "no such file: %s".formatted(path.get()));
            }
            return path;
        }
    }
}
