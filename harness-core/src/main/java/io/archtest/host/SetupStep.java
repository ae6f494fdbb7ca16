package io.archtest.host;

import java.util.List;

/** One thing that set-up does: why, and the command that does it (as root). */
public record SetupStep(String reason, List<String> command) {
    public SetupStep {
        command = List.copyOf(command);
    }

    /** As one would type it. */
    public String line() {
        return String.join(" ", command);
    }
}
