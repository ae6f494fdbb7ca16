package io.archtest.profile.colima;

import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Colima release. What isn't one (a build of the newest sources) counts as newer than all: {@code development}, {@code
 * HEAD-490420d}.
 */
record ColimaVersion(int major, int minor, int patch) implements Comparable<ColimaVersion> {
    /** The first with {@code status --json}; {@code list --json}, LIMA_HOME of its own and more are older. */
    static final ColimaVersion OLDEST = new ColimaVersion(0, 8, 1);

    static final ColimaVersion NEWEST = new ColimaVersion(Integer.MAX_VALUE, 0, 0);

    private static final Pattern ANSWER = Pattern.compile("^colima version v?(\\S+)");
    /** A build between two releases looks like v0.10.3-18-g490420d. */
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(?:-.*)?");

    /** Reads what {@code colima --version} prints. */
    static ColimaVersion parse(List<String> lines) {
        Matcher answer = ANSWER.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (!answer.find()) {
            throw new ProfileException(
                    Reason.UNREADABLE,
                    "'colima --version' answered '%s' instead of 'colima version ...'. Is the 'colima' on your PATH the one of https://github.com/abiosoft/colima?"
                            .formatted(Text.shortened(String.join(" ", lines))));
        }
        Matcher release = RELEASE.matcher(answer.group(1));
        return release.matches()
                ? new ColimaVersion(number(release, 1), number(release, 2), number(release, 3))
                : NEWEST;
    }

    /** Why archtest can't use it; empty when it can. */
    Optional<String> problem() {
        return atLeast(OLDEST)
                ? Optional.empty()
                : Optional.of("Colima %s is too old: archtest needs %s or newer, for 'colima status --json'"
                        .formatted(this, OLDEST));
    }

    boolean atLeast(ColimaVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(ColimaVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
        return byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    private static int number(Matcher release, int group) {
        return Integer.parseInt(release.group(group));
    }

    @Override
    public String toString() {
        return equals(NEWEST) ? "development" : "%d.%d.%d".formatted(major, minor, patch);
    }
}
