package io.archtest.scenario;

import io.archtest.compose.ComposeProject;
import io.archtest.compose.ComposeRequest;
import io.archtest.compose.Fields;
import io.archtest.compose.Problems;
import io.archtest.compose.Yaml;
import io.archtest.inference.EdgeInference;
import io.archtest.model.Component;
import io.archtest.model.Edge;
import io.archtest.model.Inference;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.NetworkDefinition;
import io.archtest.model.Redaction;
import io.archtest.model.VolumeSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Reads a Compose file with its {@code x-archtest} section. All that is wrong with it is reported at once, with file, line
 * and column; a key that archtest doesn't carry out is an error, never ignored.
 */
public final class ScenarioReader {
    private final Consumer<Redaction> told;

    public ScenarioReader() {
        this(secrets -> {});
    }

    /** @param told gets the secrets of each file that is read, also of one that is wrong, before that is said */
    public ScenarioReader(Consumer<Redaction> told) {
        this.told = told;
    }

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
        return read(ComposeRequest.of(file, environment), options, secrets);
    }

    /** Likewise, for all that Compose lets one say of a project. */
    public Scenario read(ComposeRequest request, Map<String, String> options, Optional<Map<String, String>> secrets) {
        Problems problems = new Problems();
        ComposeProject project = new ComposeProject(request, problems);
        return new Reading(request, project, options, secrets, problems).scenario(told);
    }

    /** One project. */
    private static final class Reading {
        private final ComposeRequest request;
        private final Path file;
        private final Problems problems;
        private final Variant variant;
        private final Map<String, String> secrets;
        private final ComposeProject.Loaded loaded;
        private final Fields top;
        private final Map<String, Fields> allServices = new LinkedHashMap<>();

        Reading(
                ComposeRequest request,
                ComposeProject project,
                Map<String, String> options,
                Optional<Map<String, String>> secrets,
                Problems problems) {
            this.request = request;
            this.file = request.files().get(0);
            this.problems = problems;
            // before anything else is read, since it decides what is
            Fields extension = new Fields(project.own("x-archtest"), "x-archtest", problems);
            this.variant = Variant.of(extension, options, file);
            this.secrets = secrets.orElseGet(() -> generated(extension));
            Map<String, String> stronger = new HashMap<>(variant.variables());
            stronger.putAll(this.secrets);
            this.loaded = project.load(stronger);
            this.top = new Fields(loaded.root(), file.getFileName().toString(), problems);
        }

        Scenario scenario(Consumer<Redaction> told) {
            top.text("name");
            top.text("version"); // obsolete and without meaning since Compose V2
            top.take("include"); // followed by now; a misspelt one is to find its name
            Map<String, NetworkDefinition> networks = NetworksReader.read(top);
            Map<String, VolumeSettings> volumes = VolumeReader.read(top);
            ComposeFiles files = new ComposeFiles(loaded.variables(), problems);
            GrantedFiles granted = new GrantedFiles(files, problems);
            top.map("configs").ifPresent(map -> granted.declare("configs", map));
            top.map("secrets").ifPresent(map -> granted.declare("secrets", map));
            Map<String, Fields> services = services();
            Fields extension = top.map("x-archtest")
                    .orElseGet(() -> new Fields(new Yaml.Mapping(top.at(), Map.of()), "x-archtest", problems));
            List<Component> declared =
                    components(services, new ServiceReader(problems, files, granted, volumes, networks));
            new DependencyRules(problems, services).check(declared, allServices.keySet());
            Replicas replicas = new Replicas(problems, services);
            List<Component> components = replicas.expand(declared);
            ExtensionReader reader = new ExtensionReader(extension, replicas, allServices.keySet(), problems);
            Set<String> active = replicas.names(services.keySet());
            List<Edge> edges = Variant.edges(reader.edges(), active);
            Inference inference = reader.infer()
                    ? EdgeInference.of(declared, services, edges, Variant.ignored(reader.ignored(), active))
                    : new Inference(List.of(), Variant.ignored(reader.ignored(), active), List.of());
            Map<String, PlacementRule> placements = reader.placements();
            CheckReader checks = new CheckReader(
                    replicas.names(allServices.keySet()), placements.keySet(), files, granted, problems);
            top.finish(AttributeSupport.refusedUnder(""));
            Redaction redaction = redaction(components, granted);
            told.accept(redaction);
            Scenario scenario = new Scenario(
                    loaded.name(),
                    extension.text("description").orElse(""),
                    file,
                    loaded.sources(),
                    components,
                    replicas.edges(edges),
                    List.copyOf(volumes.keySet()),
                    replicas.placements(Variant.placements(placements, active)),
                    Variant.checks(reader.checks(checks), active),
                    packaged(extension),
                    variant.chosen(),
                    secrets,
                    redaction,
                    problems.notices(),
                    networks,
                    Inference.none());
            extension.take("secrets");
            extension.take("options");
            extension.finish();
            problems.throwIfAny(request.files());
            return scenario.inferring(inference.between(replicas::of));
        }

        private Redaction redaction(List<Component> components, GrantedFiles granted) {
            SecretTexts texts = new SecretTexts()
                    .generated(secrets.values())
                    .variables(loaded.variables())
                    .components(components)
                    .named(loaded.name());
            granted.declared("secrets").forEach(texts::declared);
            texts.shown()
                    .forEach(name -> problems.notice(
                            top.at("secrets"),
                            "the content of secret '%s' isn't kept out of reports: it is a word that anybody guesses, that names something here, that is part of what a report is read by, or that is too short"
                                    .formatted(name)));
            return texts.redaction();
        }

        private static Map<String, String> generated(Fields extension) {
            return extension
                    .map("secrets")
                    .map(found -> new GeneratedSecrets().generate(found))
                    .orElse(Map.of());
        }

        private Map<String, Fields> services() {
            Map<String, Fields> services = new LinkedHashMap<>();
            Optional<Fields> all = top.map("services");
            if (all.isEmpty() || all.get().entries().isEmpty()) {
                top.problem(top.at("services"), "the file has no 'services'; there is nothing to run");
                return services;
            }
            Set<String> known = new TreeSet<>();
            all.get().entries().forEach((name, entry) -> {
                if (entry.value() instanceof Yaml.Mapping mapping) {
                    Fields service = new Fields(mapping, name, problems);
                    allServices.put(name, service);
                    List<String> profiles = service.strings("profiles");
                    known.addAll(profiles);
                    // Compose starts a service with profiles only when one of them is active
                    if (variant.includes(profiles, loaded.profiles()) && Replicas.count(service) > 0) {
                        services.put(name, service);
                    }
                } else {
                    all.get().wrong(entry.value(), name, "must be a map");
                }
            });
            noticeUnknownProfiles(known);
            return services;
        }

        /** Compose takes any name in silence, so that a misspelt one starts less than was meant. */
        private void noticeUnknownProfiles(Set<String> known) {
            loaded.profiles().stream()
                    .filter(profile -> !profile.equals("*") && !known.contains(profile))
                    .forEach(profile -> problems.notice(
                            top.at("services"),
                            "no service has the profile '%s' that is to be active; %s"
                                    .formatted(
                                            profile,
                                            known.isEmpty()
                                                    ? "none has any profile"
                                                    : "there are: " + String.join(", ", known))));
        }

        private List<Component> components(Map<String, Fields> services, ServiceReader reader) {
            // what a service is doesn't depend on the variant: a job that nobody waits for in this one still ends
            Set<String> jobs = new DependencyRules(problems, allServices).jobs();
            List<Component> components = new ArrayList<>();
            services.forEach((name, service) -> reader.read(name, service, jobs.contains(name))
                    .map(component -> component.withoutOptionalDependencies(services.keySet()))
                    .ifPresent(components::add));
            return new NetworkModes(problems, services, allServices.keySet()).resolve(components);
        }

        private Optional<Path> packaged(Fields extension) {
            Optional<Path> path = extension
                    .take("packaged")
                    .flatMap(value -> extension
                            .text(value, "packaged")
                            .map(text -> value.at().folder().resolve(text)));
            if (path.isPresent() && !Files.isRegularFile(path.get())) {
                extension.problem(extension.at("packaged"), "no such file: %s".formatted(path.get()));
            }
            return path;
        }
    }
}
