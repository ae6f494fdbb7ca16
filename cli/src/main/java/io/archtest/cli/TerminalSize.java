package io.archtest.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How wide and high the terminal is: by COLUMNS and LINES where they are set, else by {@code stty}, else as any terminal is.
 * It is asked again now and then, since a person may change it.
 */
final class TerminalSize {
    private static final Size USUAL = new Size(80, 24);
    /** Anything narrower is no terminal for reading. */
    private static final int NARROWEST = 20;

    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Pattern ANSWER = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");

    private final Map<String, String> environment;
    private final Supplier<Optional<String>> stty;
    private final LongSupplier nanoTime;
    private Optional<Size> known = Optional.empty();
    private boolean silent;
    private long askedAt;

    /** In characters. */
    record Size(int columns, int rows) {}

    /** @param stty what {@code stty size} says of the terminal; nothing where there is none */
    TerminalSize(Map<String, String> environment, Supplier<Optional<String>> stty, LongSupplier nanoTime) {
        this.environment = environment;
        this.stty = stty;
        this.nanoTime = nanoTime;
    }

    static TerminalSize of(Map<String, String> environment) {
        return new TerminalSize(environment, TerminalSize::stty, System::nanoTime);
    }

    /** What the user says about the width, be there a terminal or not. */
    static OptionalInt wished(Map<String, String> environment) {
        return number(environment, "COLUMNS", NARROWEST);
    }

    synchronized Size now() {
        OptionalInt columns = wished(environment);
        OptionalInt rows = number(environment, "LINES", 1);
        if (columns.isPresent() && rows.isPresent()) {
            return new Size(columns.getAsInt(), rows.getAsInt());
        }
        Size asked = asked();
        return new Size(columns.orElse(asked.columns()), rows.orElse(asked.rows()));
    }

    private Size asked() {
        long now = nanoTime.getAsLong();
        if (!silent && (known.isEmpty() || now - askedAt >= FRESH.toNanos())) {
            askedAt = now;
            known = stty.get().flatMap(TerminalSize::parsed);
            silent = known.isEmpty();
        }
        return known.orElse(USUAL);
    }

    /** A terminal that was never told its size says 0. */
    private static Optional<Size> parsed(String answer) {
        Matcher numbers = ANSWER.matcher(answer);
        if (!numbers.matches()) {
            return Optional.empty();
        }
        int rows = Integer.parseInt(numbers.group(1));
        int columns = Integer.parseInt(numbers.group(2));
        return columns < NARROWEST || rows < 1 ? Optional.empty() : Optional.of(new Size(columns, rows));
    }

    private static OptionalInt number(Map<String, String> environment, String name, int least) {
        String text = environment.getOrDefault(name, "");
        return text.matches("\\d{1,4}") && Integer.parseInt(text) >= least
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    private static Optional<String> stty() {
        try {
            Process process = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(answer)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no controlling terminal, or no stty
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
