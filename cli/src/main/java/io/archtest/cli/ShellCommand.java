package io.archtest.cli;

import io.archtest.environment.Snapshot;
import io.archtest.host.StateFolder;
import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.run.KeptStack;
import io.archtest.run.KeptStacks;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code archtest shell}. */
@Command(
        description = {
            "Opens a shell in a component of a stack that 'archtest up' keeps.",
            "With a command after '--' it runs that instead: input is passed on, and the exit code is the command's."
        },
        customSynopsis = "archtest shell [STACK] COMPONENT [-- COMMAND...]",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ShellCommand implements Callable<Integer> {
    private static final List<List<String>> SHELLS =
            List.of(List.of("bash"), List.of("sh"), List.of("busybox", "sh"), List.of("/busybox/sh"));

    /** What the engine's program ends with when there is no such program in the container, or it can't be executed. */
    private static final List<Integer> NOT_THERE = List.of(126, 127);

    @Parameters(
            arity = "1..*",
            paramLabel = "COMPONENT",
            description = "The component, after the stack if several are up.")
    private List<String> words = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;

    ShellCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        List<String> typed = spec.root().commandLine().getParseResult().originalArgs();
        int end = typed.indexOf("--");
        List<String> command = end < 0 ? List.of() : typed.subList(end + 1, typed.size());
        List<String> names = words.subList(0, words.size() - command.size());
        KeptParts parts =
                KeptParts.of(new KeptStacks(StateFolder.of(surroundings.environment())).list(), List.copyOf(names), "");
        if (names.isEmpty() || parts.members().size() != 1) {
            throw new InvalidRequestException("Which component of stack '%s'? There are: %s"
                    .formatted(
                            parts.stack().name(),
                            String.join(
                                    ", ",
                                    parts.members().stream()
                                            .map(Snapshot.Member::name)
                                            .toList())));
        }
        DockerClientProgram docker = DockerClientProgram.find(surroundings.environment());
        Snapshot.Member member = parts.members().get(0);
        surroundings.out().flush();
        return run(
                docker,
                parts.stack(),
                member,
                command.isEmpty() ? shell(docker, parts.stack(), member) : command,
                command.isEmpty() && surroundings.terminal());
    }

    private static int run(
            DockerClientProgram docker, KeptStack stack, Snapshot.Member member, List<String> command, boolean terminal)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("exec", "--interactive"));
        if (terminal) {
            arguments.add("--tty");
        }
        arguments.add(member.containerId());
        arguments.addAll(command);
        return docker.about(stack, member.name(), arguments).inheritIO().start().waitFor();
    }

    /** The first that the component has. */
    private static List<String> shell(DockerClientProgram docker, KeptStack stack, Snapshot.Member member)
            throws IOException, InterruptedException {
        String said = "";
        for (List<String> shell : SHELLS) {
            List<String> arguments = new ArrayList<>(List.of("exec", member.containerId()));
            arguments.addAll(shell);
            arguments.addAll(List.of("-c", ":"));
            Process process = docker.about(stack, member.name(), arguments)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            if (exitCode == 0) {
                return shell;
            }
            if (!NOT_THERE.contains(exitCode) && !said.contains("executable file not found")) {
                break; // another shell would fare no better
            }
        }
        throw new ArchtestException(
                "Component '%s' gives no shell (bash, sh and busybox were tried): %s. If its image has none, run one of its own programs: archtest shell %s %s -- PROGRAM; 'archtest logs %s %s' shows what it said"
                        .formatted(
                                member.name(),
                                InertWriter.inert(said.strip()),
                                stack.name(),
                                member.name(),
                                stack.name(),
                                member.name()));
    }
}
