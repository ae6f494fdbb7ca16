package io.archtest.cause;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells an emulator's fault from the product's by several failures of the same content: a defect of the product stays where
 * it is, and one of the emulator moves.
 */
public final class EmulatorFault {
    private static final KnownCause FAULT = KnownCause.of(
            "emulator-fault",
            "emulator fault, not a product fault",
            "two runs of the same content in which emulated components crashed at different places",
            "update the emulator (qemu-user), place these components natively, or give '--retries'; the verdict stays as it is");

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
        Set<String> natively = failures.stream()
                .map(Failure::crash)
                .filter(crash -> !crash.emulated())
                .map(Crash::component)
                .collect(Collectors.toSet());
        Map<String, Set<String>> places = new LinkedHashMap<>();
        List<String> seen = new ArrayList<>();
        for (Failure failure : failures) {
            Crash crash = failure.crash();
            if (crash.emulated() && !natively.contains(crash.component())) {
                places.computeIfAbsent(failure.run(), run -> new LinkedHashSet<>())
                        .add(crash.component());
                seen.add("run %s: '%s' (signal %d, %s)"
                        .formatted(failure.run(), crash.component(), crash.signal(), crash.evidence()));
            }
        }
        return moves(List.copyOf(places.values())) ? Optional.of(FAULT.with(String.join("; ", seen))) : Optional.empty();
    }

    /** Whether each of two runs crashed where the other didn't. */
    private static boolean moves(List<Set<String>> runs) {
        return runs.stream()
                .anyMatch(one -> runs.stream().anyMatch(other -> !one.containsAll(other) && !other.containsAll(one)));
    }
}
