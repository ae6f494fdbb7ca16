package io.archtest.model;

import java.util.regex.Pattern;

/** A Compose service's name, which is also its host name on the run's networks. */
public record ComponentName(String value) implements Comparable<ComponentName> {
    /** The Compose Specification's rule for service names. */
    private static final Pattern RULE = Pattern.compile("[a-zA-Z0-9._-]+");

    public ComponentName {
        if (!RULE.matcher(value).matches()) {
            throw new InvalidRequestException(
                    "Invalid component name '%s': letters, digits, '.', '_' and '-' only".formatted(value));
        }
    }

    public static ComponentName of(String value) {
        return new ComponentName(value);
    }

    @Override
    public int compareTo(ComponentName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
