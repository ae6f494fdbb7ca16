package io.archtest.compose;

import io.archtest.model.InvalidRequestException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Paths of this host that stand in Compose files. What would have to be fetched is refused: reading fetches nothing. */
public final class LocalPath {
    private static final Pattern REMOTE = Pattern.compile("(?i)(?:[a-z][a-z0-9+.-]*://|git@|oci:|github\\.com/).*");

    private LocalPath() {}

    /** Whether it would have to be fetched. */
    public static boolean remote(String text) {
        return REMOTE.matcher(text).matches();
    }

    /**
     * The path that {@code text} means at its place: relative ones belong to the place's folder.
     *
     * @throws InvalidRequestException when it is a URL, or no path
     */
    public static Path of(String text, Yaml.Position at) {
        if (remote(text)) {
            throw new InvalidRequestException(
                    "'%s' would have to be fetched, and reading a Compose file fetches nothing. Fetch it first and name the file"
                            .formatted(text));
        }
        try {
            return at.folder().resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new InvalidRequestException("'%s' is no path: %s".formatted(text, e.getReason()));
        }
    }

    /** Likewise, with {@code ~} for the home folder of the user whose variables these are. */
    public static Path of(String text, Yaml.Position at, Map<String, String> variables) {
        boolean home = text.equals("~") || text.startsWith("~/");
        String folder = variables.getOrDefault("HOME", System.getProperty("user.home"));
        return of(home ? folder + text.substring(1) : text, at);
    }
}
