package io.archtest.compose;

import io.archtest.model.InvalidRequestException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compose's ways to write durations, sizes and ports. */
public final class Quantities {
    private static final Pattern DURATION_PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(us|ms|s|m|h)");
    private static final Pattern DURATION = Pattern.compile("(?:\\d+(?:\\.\\d+)?(?:us|ms|s|m|h))+");
    private static final Pattern BYTES = Pattern.compile("(\\d+)\\s*(b|k|kb|kib|m|mb|mib|g|gb|gib)?");
    private static final Map<String, Long> NANOS =
            Map.of("us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

    private Quantities() {}

    /** {@code 1h5m30s20ms}; a bare 0 is allowed too. */
    public static Duration duration(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (!DURATION.matcher(text).matches()) {
            throw new InvalidRequestException(
                    "'%s' is no duration; write for example 1m30s, 500ms or 2h".formatted(text));
        }
        long nanos = 0;
        Matcher parts = DURATION_PART.matcher(text);
        while (parts.find()) {
            Long unit = NANOS.get(parts.group(2));
            nanos += Math.round(Double.parseDouble(parts.group(1)) * (unit == null ? 0 : unit));
        }
        return Duration.ofNanos(nanos);
    }

    /** {@code 64m}, {@code 1gb}; multiples are of 1024. */
    public static long bytes(String text) {
        Matcher parts = BYTES.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches() || parts.group(1).length() > 15) {
            throw new InvalidRequestException("'%s' is no size; write for example 64m or 1gb".formatted(text));
        }
        String unit = parts.group(2) == null ? "b" : parts.group(2);
        int shift = switch (unit.charAt(0)) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 0;
        };
        return Long.parseLong(parts.group(1)) << shift;
    }

    /** A TCP or UDP port's number. */
    public static int port(String text) {
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // reported below, like a number out of range
        }
        throw new InvalidRequestException("'%s' is no port; a port is a number from 1 to 65535".formatted(text));
    }
}
