package io.archtest.host;

import java.util.List;

/** One thing that set-up does: why, and the command that does it. */
public record SetupStep(String reason, List<String> command) {
    public SetupStep {
        command = List.copyOf(command);
    }

    /** As one would type it. */
    public String line() {
        return String.join(" ", command);
    }

    /** For people, before it is done. */
    public String announcement() {
        return "%s:%n  $ %s".formatted(reason, line());
    }
}
