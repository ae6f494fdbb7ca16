package io.archtest.cause;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells an emulator's fault from the product's by several failures of the same content: a defect of the product stays where
 * it is, and one of the emulator moves.
 */
public final class EmulatorFault {
    private static final KnownCause FAULT = KnownCause.of(
            "emulator-fault",
            "emulator fault, not a product fault",
            "two runs of the same content in which emulated components crashed at different places",
            "update the emulator (qemu-user), place these components natively (one that crashes there as well is the product's own fault), or give '--retries'; the verdict stays as it is");

    /** A program gives itself up with it, such as for what another component did: that moves as well. */
    private static final int ABORT = 6;

    private EmulatorFault() {}

    /** A crash, and the start or run that it happened in. */
    public record Failure(String run, Crash crash) {}

    /** For the table of causes. */
    public static KnownCause cause() {
        return FAULT;
    }

    /**
     * None while it is the same place again and again, or one place beside another that always fails, too. A component that
     * crashed without an emulator as well tells nothing.
     *
     * @param failures of the same content: the same files, images and engine
     */
    public static Optional<Cause> tell(List<Failure> failures) {
        List<Failure> telling = failures.stream()
                .filter(failure -> failure.crash().emulated() && failure.crash().signal() != ABORT)
                .filter(failure -> failures.stream().noneMatch(other -> nativelyToo(failure, other)))
                .toList();
        Map<String, Set<String>> places = new LinkedHashMap<>();
        Map<String, String> seen = new LinkedHashMap<>();
        for (Failure failure : telling) {
            Crash crash = failure.crash();
            places.computeIfAbsent(failure.run(), run -> new LinkedHashSet<>()).add(crash.component());
            seen.put(
                    crash.component(),
                    "run %s: '%s' (signal %d, %s)"
                            .formatted(failure.run(), crash.component(), crash.signal(), crash.evidence()));
        }
        return moves(List.copyOf(places.values()))
                ? Optional.of(FAULT.with(String.join("; ", seen.values())))
                : Optional.empty();
    }

    private static boolean nativelyToo(Failure emulated, Failure other) {
        return !other.crash().emulated()
                && other.crash().component().equals(emulated.crash().component());
    }

    /** Whether each of two runs crashed where the other didn't. */
    private static boolean moves(List<Set<String>> runs) {
        return runs.stream()
                .anyMatch(one -> runs.stream().anyMatch(other -> !one.containsAll(other) && !other.containsAll(one)));
    }
}
