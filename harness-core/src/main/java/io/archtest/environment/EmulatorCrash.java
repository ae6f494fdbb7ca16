package io.archtest.environment;

import io.archtest.engine.ContainerFacts;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells the crash of an emulator from that of what it executes, as far as that can be told. */
final class EmulatorCrash {
    /** 128 + signal 4, 6 or 11: what an emulated process dies of when its emulator goes wrong. */
    private static final Set<Integer> EXIT_CODES = Set.of(132, 134, 139);

    /** Its child may have crashed while the first process ended in another way; QEMU says so in the log. */
    private static final Pattern CONFESSION = Pattern.compile("qemu: uncaught target signal (4|6|11)\\b");

    private EmulatorCrash() {}

    /**
     * Never true for a process that the processor executes itself, nor for one that the kernel killed for memory, nor
     * for a container that lives: what it doesn't do, it doesn't do for another reason.
     *
     * @param emulated whether an emulator executes the container's processes
     */
    static boolean killed(ContainerFacts facts, List<String> log, boolean emulated) {
        boolean died = (facts.ended() && facts.exitCode() != 0) || facts.restarts() > 0;
        return emulated
                && died
                && !facts.oomKilled()
                && (EXIT_CODES.contains(facts.exitCode())
                        || log.stream()
                                .anyMatch(line -> CONFESSION.matcher(line).find()));
    }
}
