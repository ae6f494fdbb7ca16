package io.archtest.cli;

import io.archtest.model.UnsupportedHostException;
import io.archtest.run.KeptStack;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The host's {@code docker}, spoken to about one component of a kept stack: what a terminal needs is in it already. */
final class DockerClientProgram {
    private final Path program;

    private DockerClientProgram(Path program) {
        this.program = program;
    }

    /** @throws UnsupportedHostException when the PATH has none */
    static DockerClientProgram find(Map<String, String> environment) {
        return on(environment, "docker")
                .map(DockerClientProgram::new)
                .findFirst()
                .orElseThrow(
                        () -> new UnsupportedHostException(
                                "This needs the program 'docker', and there is none on the PATH. Install docker.io or docker-cli (Debian, Ubuntu), or docker (Homebrew)"));
    }

    /** Where the PATH has a program. */
    static Stream<Path> on(Map<String, String> environment, String name) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path));
    }

    /** A process that is about that component's engine, whatever context and host the user has chosen. */
    ProcessBuilder about(KeptStack stack, String component, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(stack.engines().getOrDefault(component, List.of()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        List.of("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DOCKER_API_VERSION")
                .forEach(builder.environment()::remove);
        return builder;
    }
}
