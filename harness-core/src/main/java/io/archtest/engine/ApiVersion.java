package io.archtest.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Docker's API, {@code 1.41}: two numbers, not a decimal fraction. */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /** The first that has {@code annotations} (Docker 24). */
    public static final ApiVersion ANNOTATIONS = new ApiVersion(1, 43);
    /** The first that has a health check's {@code start_interval} (Docker 25). */
    public static final ApiVersion START_INTERVAL = new ApiVersion(1, 44);
    /** The first that takes a MAC address for a network only, not for a container. */
    public static final ApiVersion MAC_PER_NETWORK = new ApiVersion(1, 44);

    private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)");

    /** What is no version is older than any. */
    public static ApiVersion parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? new ApiVersion(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)))
                : new ApiVersion(0, 0);
    }

    public boolean knows(ApiVersion introduced) {
        return compareTo(introduced) >= 0;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
