package io.archtest.testing.standin;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Colima's log goes to standard error, Lima's and Docker's to standard output; both are logfmt without a terminal. */
final class StandInLog {
    private StandInLog() {}

    static void info(String message) {
        System.err.println(line("info", message, ""));
    }

    static void info(String message, String context) {
        System.err.println(line("info", message, " context=" + context));
    }

    static void warn(String message) {
        System.err.println(line("warning", message, ""));
    }

    static int fatal(String message) {
        System.err.println(line("fatal", message, ""));
        return 1;
    }

    static void lima(String level, String message) {
        System.out.println(line(level, message, ""));
    }

    static String line(String level, String message, String rest) {
        String quoted = message.contains(" ") ? "\"" + message.replace("\"", "\\\"") + "\"" : message;
        return "time=\"%s\" level=%s msg=%s%s"
                .formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS), level, quoted, rest);
    }
}
