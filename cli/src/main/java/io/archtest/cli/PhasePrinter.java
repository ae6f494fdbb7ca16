package io.archtest.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Turns the stream of a profile's progress into a line for each new phase, and one now and then while nothing changes. */
final class PhasePrinter {
    private static final Duration QUIET = Duration.ofSeconds(30);

    private final Consumer<String> out;
    private final Map<String, Said> said = new HashMap<>();

    private record Said(String phase, Duration at) {}

    PhasePrinter(Consumer<String> out) {
        this.out = out;
    }

    synchronized void working(String profile, String phase, String lastLine, Duration elapsed) {
        Said before = said.get(profile);
        boolean fresh = before == null || !before.phase().equals(phase);
        // a new command starts its clock anew
        boolean due = before != null
                && (elapsed.compareTo(before.at()) < 0
                        || elapsed.minus(before.at()).compareTo(QUIET) >= 0);
        if (fresh || due) {
            said.put(profile, new Said(phase, elapsed));
            out.accept("%s: %s (%d s)%s"
                    .formatted(
                            profile, phase, elapsed.toSeconds(), fresh || lastLine.isEmpty() ? "" : ": " + lastLine));
        }
    }
}
