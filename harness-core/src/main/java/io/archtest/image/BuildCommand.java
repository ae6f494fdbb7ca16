package io.archtest.image;

import io.archtest.engine.EngineAddress;
import io.archtest.host.CommandRunner;
import io.archtest.model.Architecture;
import io.archtest.model.BuildSpec;
import io.archtest.model.Redaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of one build. Values that may be secret go through the environment, since every user of the host can see
 * a command line.
 */
final class BuildCommand {
    /** An emulated build of a compiler's size takes hours; this only ends what would never end. */
    private static final Duration LIMIT = Duration.ofHours(6);

    /** As an argument of the build these would change what the program itself does. */
    private static final List<String> OF_THE_PROGRAM =
            List.of("DOCKER_", "BUILDKIT_", "BUILDX_", "COMPOSE_", "SSH_", "LD_", "DYLD_", "GO", "OTEL_", "ARCHTEST_");

    private final DockerProgram docker;
    private final BuildSpec spec;
    private final Redaction redaction;
    private final List<String> line = new ArrayList<>();
    private final Map<String, String> environment;
    private final boolean local;

    /** @param redaction knows what must not be on a command line */
    BuildCommand(DockerProgram docker, EngineAddress engine, BuildSpec spec, Redaction redaction) {
        this.docker = docker;
        this.spec = spec;
        this.redaction = redaction;
        this.environment = new LinkedHashMap<>(docker.environment());
        this.local = engine.socket().startsWith("unix://");
        line.add(docker.path().toString());
        line.addAll(engine.programArguments());
    }

    /**
     * @param dockerfile in place of the specification's own
     * @param labels the result's, over the specification's own
     * @param idFile gets the result's id
     */
    CommandRunner.Command of(
            Architecture architecture, Path dockerfile, Map<String, String> labels, Path idFile, String socketOfAgent) {
        line.addAll(List.of("build", "--progress", "plain", "--platform", architecture.platform()));
        option("--iidfile", idFile.toString());
        option("--file", dockerfile.toString());
        spec.target().ifPresent(target -> option("--target", target));
        Map<String, String> all = new LinkedHashMap<>(spec.labels());
        all.putAll(labels);
        all.forEach((name, value) -> open("--label", "label", name, value));
        spec.args().forEach(this::argument);
        spec.extraHosts().forEach((name, address) -> option("--add-host", name + ":" + address));
        spec.cacheFrom().forEach(image -> option("--cache-from", image));
        spec.shmSize().ifPresent(bytes -> option("--shm-size", bytes.toString()));
        spec.ulimits().forEach((name, limits) -> option("--ulimit", name + "=" + limits));
        if (!spec.network().isEmpty()) {
            option("--network", spec.network());
        }
        if (spec.noCache()) {
            line.add("--no-cache");
        }
        if (spec.pull()) {
            line.add("--pull");
        }
        secrets();
        ssh(socketOfAgent);
        line.add(spec.context());
        return new CommandRunner.Command(line, environment, true, Optional.empty(), LIMIT);
    }

    private void option(String name, String value) {
        line.add(name);
        line.add(value);
    }

    /** The program takes it nowhere but on its command line. */
    private void open(String option, String what, String name, String value) {
        if (!redaction.of(value).equals(value)) {
            throw new ImageException(
                    "Cannot build '%s' as asked for: the value of its %s '%s' is a secret, or holds one, and the docker program takes that only on its command line, which every user of this host can read. Give it with build.secrets instead"
                            .formatted(spec.context(), what, name));
        }
        option(option, name + "=" + value);
    }

    private void argument(String name, String value) {
        boolean proxy = name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy");
        boolean own = docker.environment().containsKey(name)
                || OF_THE_PROGRAM.stream().anyMatch(name::startsWith)
                || (proxy && !local);
        if (own) {
            open("--build-arg", "argument", name, value);
        } else {
            option("--build-arg", name);
            environment.put(name, value);
        }
    }

    private void secrets() {
        int number = 0;
        for (Map.Entry<String, String> secret : spec.secrets().entrySet()) {
            String variable = "ARCHTEST_SECRET_" + number++;
            environment.put(variable, secret.getValue());
            option("--secret", "id=%s,env=%s".formatted(secret.getKey(), variable));
        }
    }

    private void ssh(String socketOfAgent) {
        spec.ssh().forEach((id, path) -> {
            option("--ssh", path.isEmpty() ? id : id + "=" + path);
            if (path.isEmpty()) {
                environment.put("SSH_AUTH_SOCK", socketOfAgent);
            }
        });
    }
}
