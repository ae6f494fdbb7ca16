package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Problems;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.BuildSpec;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.ContainerSettings;
import io.archtest.model.Dependency;
import io.archtest.model.FileContent;
import io.archtest.model.InferredPorts;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.NetworkDefinition;
import io.archtest.model.Pin;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.SecuritySettings;
import io.archtest.model.VolumeSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads one service into a component. Keys that it doesn't carry out are errors, with the reason where one is known. */
final class ServiceReader {
    private final Problems problems;
    private final ComposeFiles files;
    private final GrantedFiles granted;
    private final Map<String, VolumeSettings> volumes;
    private final Map<String, NetworkDefinition> networks;

    ServiceReader(
            Problems problems,
            ComposeFiles files,
            GrantedFiles granted,
            Map<String, VolumeSettings> volumes,
            Map<String, NetworkDefinition> networks) {
        this.problems = problems;
        this.files = files;
        this.granted = granted;
        this.volumes = volumes;
        this.networks = networks;
    }

    /** A component, or nothing when its problems are such that none can be made. */
    Optional<Component> read(String name, Fields service, boolean job) {
        Optional<BuildSpec> build = BuildReader.read(service, files, granted);
        Optional<String> image = BuildReader.image(service, name);
        Map<String, String> environment = environment(service);
        ProcessSettings process = process(service, environment);
        DeployReader.Deploy deploy = DeployReader.read(service);
        ResourceLimits resources = new ResourceReader(service).read(deploy);
        SecuritySettings security = security(service);
        PortReader.Ports ports = new PortReader(service).read();
        MountReader mounts = new MountReader(service, files, volumes);
        List<io.archtest.model.Mount> mounted = mounts.read();
        List<FileContent> contents = granted.contents(service);
        granted.refusePlaces(service, contents, mounted, security.readOnly());
        Optional<io.archtest.model.HealthCheck> healthCheck = HealthCheckReader.read(service);
        DependencyReader before = new DependencyReader(problems);
        List<Dependency> dependencies = before.read(service);
        ServiceNetworks.Place place = new ServiceNetworks(service, problems, networks, ports).read();
        Map<String, String> labels = labels(service);
        Map<String, List<String>> extraHosts = ExtraHosts.read(service);
        RestartPolicy restart = RestartReader.read(service, deploy, problems);
        Optional<Pin> pin = pin(service, deploy);
        ContainerSettings settings =
                new SettingsReader(service, files).read(resources.memoryBytes().isPresent());
        dependencies.addAll(before.boundTo(settings, dependencies, service));
        service.take("profiles");
        service.take("extends");
        service.finish(AttributeSupport.refusedUnder("services.*"));
        if (image.isEmpty()) {
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
                    ports.tcp(),
                    mounted,
                    contents,
                    healthCheck,
                    dependencies,
                    place.networks(),
                    extraHosts,
                    labels,
                    restart,
                    pin,
                    settings,
                    place.connections().with(before.ties(settings, place.connections(), service)),
                    build,
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

    private Map<String, String> labels(Fields service) {
        Map<String, String> labels = new LinkedHashMap<>();
        service.take("label_file").ifPresent(value -> labels.putAll(files.envFiles(service, value)));
        labels.putAll(service.pairs("labels", key -> Optional.of("")));
        return labels;
    }

    private static ProcessSettings process(Fields service, Map<String, String> environment) {
        return new ProcessSettings(
                Commands.read(service, "entrypoint"),
                Commands.read(service, "command"),
                environment,
                service.text("user"),
                service.text("working_dir"),
                service.text("hostname"),
                service.flag("init").orElse(false),
                service.flag("tty").orElse(false),
                service.text("stop_signal"),
                service.duration("stop_grace_period"));
    }

    private SecuritySettings security(Fields service) {
        return new SecuritySettings(
                service.strings("cap_add"),
                service.strings("cap_drop"),
                new SecurityOptions(service, files).read(),
                service.strings("group_add"),
                service.pairs("sysctls", key -> Optional.empty()),
                service.flag("read_only").orElse(false),
                service.flag("privileged").orElse(false));
    }

    /** Whoever names an architecture must agree with the others who do. */
    private static Optional<Pin> pin(Fields service, DeployReader.Deploy deploy) {
        Optional<Architecture> platform =
                service.parsed("platform", ServiceReader::platform).flatMap(Function.identity());
        Optional<Architecture> own = service.map("x-archtest").flatMap(extension -> {
            Optional<Architecture> architecture = extension.parsed("architecture", Architecture::parse);
            extension.flag("job");
            extension.finish();
            return architecture;
        });
        Map<String, Architecture> said = new LinkedHashMap<>();
        Map<String, String> keys = Map.of(
                "x-archtest.architecture",
                "x-archtest",
                "platform",
                "platform",
                "deploy.placement.constraints",
                "deploy");
        own.ifPresent(architecture -> said.put("x-archtest.architecture", architecture));
        platform.ifPresent(architecture -> said.put("platform", architecture));
        deploy.pinned().ifPresent(architecture -> said.put("deploy.placement.constraints", architecture));
        if (Set.copyOf(said.values()).size() > 1) {
            service.problem(
                    service.at(said.containsKey("platform") ? "platform" : "deploy"),
                    said.entrySet().stream()
                            .map(entry -> "%s says %s".formatted(entry.getKey(), entry.getValue()))
                            .collect(Collectors.joining(" and ")));
        }
        return said.entrySet().stream()
                .findFirst()
                .map(first -> new Pin(
                        first.getValue(),
                        "%s (%s)".formatted(first.getKey(), service.at(keys.getOrDefault(first.getKey(), "")))));
    }

    /** {@code os[/arch[/variant]]}; an operating system alone leaves the architecture open. */
    private static Optional<Architecture> platform(String text) {
        String system = text.contains("/") ? text.substring(0, text.indexOf('/')) : text;
        if (system.equals("linux") && !text.contains("/")) {
            return Optional.empty();
        }
        if (List.of("windows", "darwin", "freebsd").contains(system)) {
            throw new InvalidRequestException(
                    "'%s' is not carried out: archtest runs Linux containers; write linux/arm64, linux/amd64 or nothing"
                            .formatted(text));
        }
        return Optional.of(Architecture.parse(text));
    }
}
