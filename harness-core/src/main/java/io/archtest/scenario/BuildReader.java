package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.LocalPath;
import io.archtest.compose.Yaml;
import io.archtest.model.BuildSpec;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a service's {@code build}, as the Compose Build Specification has it. Looks whether files are there, not into them. */
final class BuildReader {
    private static final Pattern PLATFORM = Pattern.compile("[a-z0-9_]+(?:/[a-z0-9_]+){1,2}");
    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final List<String> NETWORKS = List.of("default", "host", "none");

    private final Fields build;
    private final ComposeFiles files;
    private final GrantedFiles granted;

    private BuildReader(Fields build, ComposeFiles files, GrantedFiles granted) {
        this.build = build;
        this.files = files;
        this.granted = granted;
    }

    /** What the service's {@code build} says, if it has one and its problems are such that something can be made of it. */
    static Optional<BuildSpec> read(Fields service, ComposeFiles files, GrantedFiles granted) {
        Optional<Yaml> value = service.take("build");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        BuildSpec.Wish wish = wish(service);
        if (value.get() instanceof Yaml.Scalar context) {
            // the same as a map with nothing else in it
            Yaml.Entry entry = new Yaml.Entry(context.at(), context);
            Yaml.Mapping map = new Yaml.Mapping(context.at(), Map.of("context", entry));
            return service.map(map, "build").flatMap(fields -> new BuildReader(fields, files, granted).spec(wish));
        }
        return service.map(value.get(), "build").flatMap(fields -> new BuildReader(fields, files, granted).spec(wish));
    }

    /** The service's {@code image}, or the name that stands for one that is only built. */
    static Optional<String> image(Fields service, String name) {
        Optional<String> image = service.text("image").filter(text -> !text.isBlank());
        if (image.isEmpty() && service.take("build").isPresent()) {
            return Optional.of("build:" + name);
        }
        if (image.isEmpty()) {
            service.problem(service.at(), "service '%s' has no image: give 'image' or 'build'".formatted(name));
        }
        return image;
    }

    /**
     * Without a policy Compose looks for an image of that name first. Here that would compare two states of one program, if
     * only one architecture's were there; so the source is what counts until the file says otherwise.
     */
    private static BuildSpec.Wish wish(Fields service) {
        String policy = service.text("pull_policy").orElse("build");
        if (service.take("image").isEmpty() || policy.equals("build")) {
            return BuildSpec.Wish.BUILD;
        }
        return policy.equals("never") ? BuildSpec.Wish.LOCAL_FIRST : BuildSpec.Wish.PULL_FIRST;
    }

    private Optional<BuildSpec> spec(BuildSpec.Wish wish) {
        Optional<String> context = context();
        Optional<String> inline = build.text("dockerfile_inline");
        Optional<String> dockerfile = dockerfile(context, inline);
        refuseWhatCannotBe();
        BuildCredentials credentials = new BuildCredentials(build, files, granted);
        BuildSpec spec = new BuildSpec(
                context.orElse("."),
                dockerfile.orElse("Dockerfile"),
                inline,
                args(),
                build.text("target").filter(text -> !text.isBlank()),
                platforms(),
                build.pairs("labels", key -> Optional.of("")),
                network(),
                build.bytes("shm_size"),
                ulimits(),
                extraHosts(),
                cacheFrom(),
                build.flag("no_cache").orElse(false),
                build.flag("pull").orElse(false),
                credentials.secrets(),
                credentials.ssh(),
                build.strings("tags"),
                wish);
        build.finish(AttributeSupport.refusedUnder("services.*.build"));
        return context.isPresent() && dockerfile.isPresent() ? Optional.of(spec) : Optional.empty();
    }

    private Optional<String> context() {
        String text = build.text("context").orElse(".");
        Yaml.Position at = build.take("context").map(Yaml::at).orElse(build.at());
        if (LocalPath.remote(text)) {
            build.problem(
                    at,
                    "build.context '%s' is not carried out: reading a Compose file fetches nothing; check it out and name the folder"
                            .formatted(text));
            return Optional.empty();
        }
        String folder = files.hostPath(text, at);
        if (!new File(folder).isDirectory()) {
            build.problem(at, "build.context: no such folder: %s".formatted(folder));
            return Optional.empty();
        }
        return Optional.of(folder);
    }

    private Optional<String> dockerfile(Optional<String> context, Optional<String> inline) {
        Optional<String> named = build.text("dockerfile");
        if (inline.isPresent()) {
            if (named.isPresent()) {
                build.problem(build.at("dockerfile"), "give either 'dockerfile' or 'dockerfile_inline'");
            }
            return Optional.of("");
        }
        if (context.isEmpty()) {
            return Optional.empty();
        }
        Yaml.Position at = build.take("dockerfile").map(Yaml::at).orElse(build.at());
        try {
            Path file =
                    Path.of(context.get()).resolve(named.orElse("Dockerfile")).normalize();
            if (Files.isRegularFile(file)) {
                return Optional.of(file.toString());
            }
            build.problem(at, "build.dockerfile: no such file: %s".formatted(file));
        } catch (InvalidPathException e) {
            build.problem(at, "build.dockerfile: '%s' is no path".formatted(e.getInput()));
        }
        return Optional.empty();
    }

    private Map<String, String> args() {
        Map<String, String> args = build.pairs("args", files::variable);
        args.keySet().stream()
                .filter(name -> !ARGUMENT.matcher(name).matches())
                .forEach(name -> build.problem(
                        build.at("args"), "build.args: '%s' is no name of a Dockerfile's ARG".formatted(name)));
        return args;
    }

    private List<String> platforms() {
        List<String> platforms = build.strings("platforms");
        platforms.stream()
                .filter(text -> !PLATFORM.matcher(text).matches())
                .forEach(text -> build.problem(
                        build.at("platforms"), "build.platforms wants OS/ARCHITECTURE; found '%s'".formatted(text)));
        return platforms;
    }

    private String network() {
        String network = build.text("network").orElse("default");
        if (!NETWORKS.contains(network)) {
            build.problem(
                    build.at("network"),
                    "build.network '%s' is not carried out: BuildKit builds in no network of a stack; known: %s"
                            .formatted(network, String.join(", ", NETWORKS)));
        }
        return network.equals("default") ? "" : network;
    }

    private Map<String, String> ulimits() {
        Map<String, String> ulimits = new LinkedHashMap<>();
        new ResourceReader(build)
                .ulimits()
                .forEach(limit -> ulimits.put(limit.name(), "%d:%d".formatted(limit.soft(), limit.hard())));
        return ulimits;
    }

    private Map<String, String> extraHosts() {
        Optional<Yaml> value = build.take("extra_hosts");
        if (value.isPresent() && value.get() instanceof Yaml.Mapping) {
            return build.pairs("extra_hosts", key -> Optional.empty());
        }
        Map<String, String> hosts = new LinkedHashMap<>();
        for (String line : build.strings("extra_hosts")) {
            String[] parts = line.split(line.contains("=") ? "=" : ":", 2);
            if (parts.length < 2 || parts[0].isEmpty()) {
                build.problem(
                        build.at("extra_hosts"),
                        "build.extra_hosts wants NAME=ADDRESS or NAME:ADDRESS; found '%s'".formatted(line));
            } else {
                hosts.put(parts[0], parts[1]);
            }
        }
        return hosts;
    }

    /** Images only: whatever else a cache may be in needs a builder of its own. */
    private List<String> cacheFrom() {
        return build.strings("cache_from").stream()
                .flatMap(text -> {
                    Map<String, String> fields = new HashMap<>();
                    for (String field : text.split(",")) {
                        String[] pair = field.split("=", 2);
                        fields.put(pair[0], pair.length == 2 ? pair[1] : "");
                    }
                    String type = fields.getOrDefault("type", "registry");
                    String reference = text.contains("=") ? fields.getOrDefault("ref", "") : text;
                    if (!type.equals("registry") || reference.isEmpty()) {
                        build.problem(
                                build.at("cache_from"),
                                "build.cache_from '%s' is not carried out: Docker's own builder takes caches from images only (IMAGE or type=registry,ref=IMAGE)"
                                        .formatted(text));
                    }
                    return reference.isEmpty() ? Stream.of() : Stream.of(reference);
                })
                .toList();
    }

    /** What is fine as long as it asks for nothing. */
    private void refuseWhatCannotBe() {
        asksForNothing(
                "privileged", "the engine's own BuildKit gives no build privileges; let a job of the stack do it");
        asksForNothing(
                "provenance", "attestations belong to images that are pushed; archtest runs the image and removes it");
        asksForNothing("sbom", "attestations belong to images that are pushed; archtest runs the image and removes it");
        if (!build.strings("entitlements").isEmpty()) {
            build.problem(
                    build.at("entitlements"),
                    "build.entitlements are not carried out: the engine's own BuildKit grants none; let a job of the stack do it");
        }
        build.text("isolation")
                .filter(text -> !text.equals("default"))
                .ifPresent(text -> build.problem(
                        build.at("isolation"),
                        "build.isolation '%s' is not carried out: it is for Windows containers".formatted(text)));
    }

    private void asksForNothing(String key, String reason) {
        build.text(key)
                .filter(text -> !text.equals("false"))
                .ifPresent(text -> build.problem(
                        build.at(key), "build.%s '%s' is not carried out: %s".formatted(key, text, reason)));
    }
}
