package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Problems;
import io.archtest.compose.ShellWords;
import io.archtest.compose.Yaml;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Dependency;
import io.archtest.model.FileContent;
import io.archtest.model.InferredPorts;
import io.archtest.model.NetworkAttachment;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.SecuritySettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one service into a component. Keys that it doesn't carry out are errors, with the reason where one is known. */
final class ServiceReader {
    /** Keys of the Compose Specification that are known, and why they are refused. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("build", "build the image first and name it in 'image'"),
            Map.entry("container_name", "archtest names containers itself, so that runs don't collide; remove the key"),
            Map.entry("network_mode", "components live in run-scoped networks; remove the key"),
            Map.entry(
                    "links",
                    "services on one network reach each other by name; use 'depends_on' and 'networks.aliases'"),
            Map.entry("external_links", "archtest touches nothing that it didn't start"),
            Map.entry("devices", "an emulated engine has no devices of the host"),
            Map.entry("gpus", "an emulated engine has no GPU"),
            Map.entry("logging", "archtest reads the engine's own log"),
            Map.entry("scale", "one container per service"));

    private final Problems problems;
    private final ComposeFiles files;
    private final Set<String> volumes;
    private final Set<String> networks;

    ServiceReader(Problems problems, ComposeFiles files, Set<String> volumes, Set<String> networks) {
        this.problems = problems;
        this.files = files;
        this.volumes = volumes;
        this.networks = networks;
    }

    /** A component, or nothing when its problems are such that none can be made. */
    Optional<Component> read(String name, Fields service, boolean job) {
        Optional<String> image = service.text("image");
        Map<String, String> environment = environment(service);
        ProcessSettings process = process(service, environment);
        ResourceLimits resources = new ResourceReader(service).read();
        SecuritySettings security = security(service);
        List<Integer> ports = new PortReader(service).read();
        MountReader mounts = new MountReader(service, files, volumes);
        List<io.archtest.model.Mount> mounted = mounts.read();
        List<FileContent> contents = files.contents(service);
        Optional<io.archtest.model.HealthCheck> healthCheck = HealthCheckReader.read(service);
        List<Dependency> dependencies = dependencies(service);
        List<NetworkAttachment> attached = attachments(service);
        Map<String, String> labels = service.pairs("labels", key -> Optional.of(""));
        Map<String, String> extraHosts = extraHosts(service);
        RestartPolicy restart = restart(service);
        Optional<Architecture> pinned = pinned(service);
        service.take("profiles");
        service.take("extends");
        service.finish(REFUSED);
        if (image.isEmpty() || image.get().isBlank()) {
            service.problem(service.at(), "service '%s' has no image".formatted(name));
            return Optional.empty();
        }
        try {
            return Optional.of(new Component(
                    ComponentName.of(name),
                    job ? Component.Kind.JOB : Component.Kind.COMPONENT,
                    image.get(),
                    process,
                    resources,
                    security,
                    ports,
                    mounted,
                    contents,
                    healthCheck,
                    dependencies,
                    attached,
                    extraHosts,
                    labels,
                    restart,
                    pinned,
                    InferredPorts.none()));
        } catch (ArchtestException e) {
            service.problem(service.at(), e.getMessage());
            return Optional.empty();
        }
    }

    private Map<String, String> environment(Fields service) {
        Map<String, String> environment = new LinkedHashMap<>();
        service.take("env_file").ifPresent(value -> environment.putAll(files.envFiles(service, value)));
        environment.putAll(service.pairs("environment", files::variable));
        return environment;
    }

    private static ProcessSettings process(Fields service, Map<String, String> environment) {
        service.flag("stdin_open"); // nobody types: an open or closed input makes no difference
        return new ProcessSettings(
                command(service, "entrypoint"),
                command(service, "command"),
                environment,
                service.text("user"),
                service.text("working_dir"),
                service.text("hostname"),
                service.flag("init").orElse(false),
                service.flag("tty").orElse(false),
                service.text("stop_signal"),
                service.duration("stop_grace_period"));
    }

    private static Optional<List<String>> command(Fields service, String key) {
        Optional<Yaml> value = service.take(key);
        if (value.isPresent() && value.get() instanceof Yaml.Scalar) {
            return service.parsed(value.get(), key, ShellWords::split);
        }
        return value.map(list -> service.strings(key));
    }

    private static SecuritySettings security(Fields service) {
        return new SecuritySettings(
                service.strings("cap_add"),
                service.strings("cap_drop"),
                service.strings("security_opt"),
                service.strings("group_add"),
                service.pairs("sysctls", key -> Optional.empty()),
                service.flag("read_only").orElse(false),
                service.flag("privileged").orElse(false));
    }

    private List<Dependency> dependencies(Fields service) {
        List<Dependency> dependencies = new ArrayList<>();
        Optional<Yaml> value = service.take("depends_on");
        if (value.isPresent() && value.get() instanceof Yaml.Mapping) {
            service.map("depends_on")
                    .ifPresent(map -> map.entries()
                            .forEach((name, entry) -> map.map(name)
                                    .flatMap(fields -> dependency(name, fields))
                                    .ifPresent(dependencies::add)));
        } else {
            service.strings("depends_on")
                    .forEach(name -> name(name, service.at("depends_on"))
                            .ifPresent(on -> dependencies.add(new Dependency(on, Dependency.Condition.STARTED, true))));
        }
        return dependencies;
    }

    private Optional<Dependency> dependency(String name, Fields fields) {
        Optional<Yaml> value = fields.take("condition");
        String word = fields.text("condition").orElse(Dependency.Condition.STARTED.word());
        boolean required = fields.flag("required").orElse(true);
        if (fields.flag("restart").orElse(false)) {
            fields.problem(fields.at("restart"), "depends_on.restart is not carried out: archtest restarts nothing");
        }
        fields.finish();
        for (Dependency.Condition condition : Dependency.Condition.values()) {
            if (condition.word().equals(word)) {
                return name(name, fields.at()).map(on -> new Dependency(on, condition, required));
            }
        }
        problems.unknown(
                value.map(Yaml::at).orElse(fields.at()),
                "unknown condition",
                word,
                List.of("service_started", "service_healthy", "service_completed_successfully"));
        return Optional.empty();
    }

    private Optional<ComponentName> name(String name, Yaml.Position at) {
        try {
            return Optional.of(ComponentName.of(name));
        } catch (ArchtestException e) {
            problems.add(at, e.getMessage());
            return Optional.empty();
        }
    }

    private List<NetworkAttachment> attachments(Fields service) {
        List<NetworkAttachment> attached = new ArrayList<>();
        Optional<Yaml> value = service.take("networks");
        if (value.isPresent() && value.get() instanceof Yaml.Mapping) {
            service.map("networks")
                    .ifPresent(map -> map.entries().forEach((name, entry) -> {
                        List<String> aliases = map.map(name)
                                .map(fields -> {
                                    List<String> names = fields.strings("aliases");
                                    fields.finish();
                                    return names;
                                })
                                .orElse(List.of());
                        attached.add(attachment(name, entry.keyAt(), aliases));
                    }));
        } else {
            service.strings("networks")
                    .forEach(name -> attached.add(attachment(name, service.at("networks"), List.of())));
        }
        return attached.isEmpty() ? List.of(new NetworkAttachment("default", List.of())) : attached;
    }

    private NetworkAttachment attachment(String name, Yaml.Position at, List<String> aliases) {
        if (!networks.contains(name)) {
            problems.unknown(at, "unknown network", name, networks);
        }
        return new NetworkAttachment(name, aliases);
    }

    private static Map<String, String> extraHosts(Fields service) {
        Map<String, String> hosts = new LinkedHashMap<>();
        Optional<Yaml> value = service.take("extra_hosts");
        if (value.isPresent() && value.get() instanceof Yaml.Mapping) {
            return service.pairs("extra_hosts", key -> Optional.empty());
        }
        for (String line : service.strings("extra_hosts")) {
            int cut = line.indexOf('=') >= 0 ? line.indexOf('=') : line.indexOf(':');
            if (cut < 1) {
                service.problem(
                        service.at("extra_hosts"),
                        "extra_hosts wants NAME=ADDRESS or NAME:ADDRESS; found '%s'".formatted(line));
            } else {
                hosts.put(line.substring(0, cut), line.substring(cut + 1));
            }
        }
        return hosts;
    }

    private RestartPolicy restart(Fields service) {
        Optional<Yaml> value = service.take("restart");
        String text = service.text("restart").orElse("no");
        String word = text.contains(":") ? text.substring(0, text.indexOf(':')) : text;
        for (RestartPolicy.Kind kind : RestartPolicy.Kind.values()) {
            if (kind.word().equals(word)) {
                int retries = text.contains(":")
                        ? service.parsed("restart", line -> Integer.parseInt(line.substring(line.indexOf(':') + 1)))
                                .orElse(0)
                        : 0;
                return new RestartPolicy(kind, retries);
            }
        }
        problems.unknown(
                value.map(Yaml::at).orElse(service.at()),
                "unknown restart policy",
                text,
                List.of("no", "always", "on-failure", "unless-stopped"));
        return RestartPolicy.never();
    }

    private static Optional<Architecture> pinned(Fields service) {
        Optional<Architecture> platform = service.parsed("platform", Architecture::parse);
        Optional<Architecture> own = service.map("x-archtest").flatMap(extension -> {
            Optional<Architecture> architecture = extension.parsed("architecture", Architecture::parse);
            extension.flag("job");
            extension.finish();
            return architecture;
        });
        if (platform.isPresent() && own.isPresent() && !platform.equals(own)) {
            service.problem(
                    service.at("platform"),
                    "platform says %s and x-archtest.architecture says %s".formatted(platform.get(), own.get()));
        }
        return own.or(() -> platform);
    }
}
