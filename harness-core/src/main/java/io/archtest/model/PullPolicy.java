package io.archtest.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When an image is asked of its registry although the engine has it.
 *
 * @param age for {@link Kind#OLDER}: not asked again before
 */
public record PullPolicy(Kind kind, Duration age) {

    /** Compose's words, of which the periodic ones are one kind. */
    public enum Kind {
        ALWAYS,
        NEVER,
        MISSING,
        BUILD,
        OLDER
    }

    /** The fixed words; beside them there is {@code every_} with a duration. */
    public static final List<String> WORDS =
            List.of("always", "never", "missing", "if_not_present", "build", "daily", "weekly");

    public static PullPolicy missing() {
        return new PullPolicy(Kind.MISSING, Duration.ZERO);
    }

    public static Optional<PullPolicy> of(String word) {
        return switch (word) {
            case "always" -> Optional.of(new PullPolicy(Kind.ALWAYS, Duration.ZERO));
            case "never" -> Optional.of(new PullPolicy(Kind.NEVER, Duration.ZERO));
            case "missing", "if_not_present" -> Optional.of(missing());
            case "build" -> Optional.of(new PullPolicy(Kind.BUILD, Duration.ZERO));
            case "daily" -> Optional.of(older(Duration.ofDays(1)));
            case "weekly" -> Optional.of(older(Duration.ofDays(7)));
            default -> Optional.empty();
        };
    }

    public static PullPolicy older(Duration age) {
        return new PullPolicy(Kind.OLDER, age);
    }
}
