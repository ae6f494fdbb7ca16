package io.archtest.host;

import io.archtest.model.Architecture;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the host is and has, read without changing anything.
 *
 * @param distribution the system's name for people, on Linux from os-release
 * @param processors that this process may use
 * @param memoryMiB of all; 0 when it can't be found out
 * @param kernel its name and release, as far as Java knows them
 * @param packageManager whether apt-get is there
 * @param programs path of each program that archtest looked for and found
 * @param emulator the kernel's handler for the other architecture's programs
 * @param engineProblem why no engine answers; empty when one does
 */
public record HostFacts(
        String operatingSystem,
        Architecture architecture,
        String distribution,
        int processors,
        long memoryMiB,
        String kernel,
        boolean packageManager,
        boolean root,
        boolean sudo,
        boolean systemd,
        Map<String, String> programs,
        boolean binfmtMounted,
        Optional<Emulator> emulator,
        String engineProblem,
        long freeBytes) {

    /** What a run needs beside a Docker daemon: to build images, and for the daemon itself. */
    public static final List<String> PROGRAMS =
            List.of("dockerd", "iptables", "ip", "mmdebstrap", "update-binfmts", "docker");

    /**
     * A binfmt_misc handler.
     *
     * @param flags with {@code F} the interpreter is opened at registration, and so found in every container
     */
    public record Emulator(String name, String interpreter, boolean enabled, String flags) {
        /** Whether it works inside containers. */
        public boolean usable() {
            return enabled && flags.contains("F");
        }
    }

    public HostFacts {
        programs = Map.copyOf(programs);
    }

    public boolean linux() {
        return operatingSystem.equals("Linux");
    }

    public boolean mac() {
        return operatingSystem.startsWith("Mac");
    }

    public boolean has(String program) {
        return programs.containsKey(program);
    }

    public boolean engineAnswers() {
        return engineProblem.isEmpty();
    }

    /** Whether an engine is there that this user may not use: nothing to install or start. */
    public boolean engineDenied() {
        return DockerSocket.denied(engineProblem);
    }

    /** Whether commands can be run as root, directly or by sudo without a password. */
    public boolean canBecomeRoot() {
        return root || sudo;
    }
}
