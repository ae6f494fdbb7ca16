package io.archtest.profile.colima;

import io.archtest.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of Colima, and of what it needs, is on the host.
 *
 * @param programs where each program is that was found
 * @param guestAgents the architectures whose guest agent of Lima was found
 */
public record Installed(Map<String, Path> programs, Set<Architecture> guestAgents) {
    private static final List<String> PROGRAMS =
            List.of("colima", "limactl", "docker", "qemu-img", "qemu-system-aarch64", "qemu-system-x86_64", "brew");

    public Installed {
        programs = Map.copyOf(programs);
        guestAgents = Set.copyOf(guestAgents);
    }

    static Installed look(Programs host) {
        Map<String, Path> programs = new LinkedHashMap<>();
        PROGRAMS.forEach(program -> host.find(program).ifPresent(path -> programs.put(program, path)));
        Optional<Path> share = Optional.ofNullable(programs.get("limactl")).flatMap(Installed::share);
        Set<Architecture> agents = EnumSet.noneOf(Architecture.class);
        Arrays.stream(Architecture.values())
                .filter(architecture -> share.isPresent() && hasAgent(share.get(), architecture))
                .forEach(agents::add);
        return new Installed(programs, agents);
    }

    boolean has(String program) {
        return programs.containsKey(program);
    }

    Optional<Path> path(String program) {
        return Optional.ofNullable(programs.get(program));
    }

    /**
     * Lima from 1.1 on has the foreign ones in a package of their own. Where its files are can only be guessed from the
     * program's place; if none is there at all, the guess was wrong and nothing is known.
     */
    boolean guestAgentMissing(Architecture architecture) {
        return !has("limactl") || (!guestAgents.isEmpty() && !guestAgents.contains(architecture));
    }

    private static Optional<Path> share(Path limactl) {
        try {
            return Stream.of(limactl.toAbsolutePath(), limactl.toRealPath())
                    .map(program -> program.resolveSibling("../share/lima").normalize())
                    .filter(Files::isDirectory)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean hasAgent(Path share, Architecture architecture) {
        String name = "lima-guestagent.Linux-" + architecture.machine();
        return Files.exists(share.resolve(name)) || Files.exists(share.resolve(name + ".gz"));
    }
}
