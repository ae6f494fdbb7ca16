package io.archtest.engine;

import com.github.dockerjava.api.exception.NotFoundException;
import io.archtest.engine.EngineException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Translates what docker-java throws into what archtest tells apart. */
final class Failures {
    private static final Pattern JSON_MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private record Sign(Pattern pattern, Reason reason, String nextStep) {}

    /** In this order: a daemon's message may hold several of these words. */
    private static final List<Sign> SIGNS = List.of(
            sign(
                    "no space left on device",
                    Reason.DISK_FULL,
                    "free space on its disk: docker system df, docker system prune"),
            sign(
                    "port is already allocated|address already in use|ports are not available",
                    Reason.PORT_TAKEN,
                    "something outside archtest took the port after archtest had leased it; run again"),
            sign(
                    "does not match the (specified|detected) platform|no matching manifest|platform .* does not match|no match for platform",
                    Reason.WRONG_PLATFORM,
                    "the image does not exist for this architecture"),
            sign(
                    "toomanyrequests|rate limit",
                    Reason.IMAGE_UNAVAILABLE,
                    "the registry limits anonymous pulls: log in with 'docker login', or wait"),
            sign(
                    "unauthorized|authentication required|access denied|pull access denied|denied:",
                    Reason.IMAGE_UNAVAILABLE,
                    "no such image, or it needs 'docker login' (credential helpers are not read)"),
            sign(
                    "manifest unknown|not found: manifest|manifest for .* not found|repository .* not found",
                    Reason.IMAGE_UNAVAILABLE,
                    "no image of that name and tag"),
            sign(
                    "dial tcp|no such host|i/o timeout|tls handshake|server misbehaving|network is unreachable|client.timeout exceeded|connection reset by peer|request canceled",
                    Reason.IMAGE_UNAVAILABLE,
                    "its registry can't be reached from the engine"));

    private Failures() {}

    static EngineException translate(String what, String endpoint, Throwable failure) {
        if (failure instanceof EngineException known) {
            return known;
        }
        String message = message(failure);
        if (failure instanceof NotFoundException && !isAboutAnImagePull(message)) {
            return new EngineException(Reason.NOT_FOUND, "Could not %s: %s".formatted(what, message), failure);
        }
        if (lostConnection(failure)) {
            return new EngineException(
                    Reason.UNREACHABLE,
                    "Could not %s: no engine answers at %s (%s). Is it running? 'archtest doctor' tells"
                            .formatted(what, endpoint, message),
                    failure);
        }
        return fromMessage(what, message, failure);
    }

    /** For failures that come as text only, such as those within a pull's progress. */
    static EngineException fromMessage(String what, String message, Throwable failure) {
        for (Sign sign : SIGNS) {
            if (sign.pattern().matcher(message).find()) {
                return new EngineException(
                        sign.reason(), "Could not %s: %s; %s".formatted(what, message, sign.nextStep()), failure);
            }
        }
        return new EngineException(Reason.REFUSED, "Could not %s: %s".formatted(what, message), failure);
    }

    /** The daemon's own sentence, without docker-java's "Status 500:" and JSON around it. */
    static String message(Throwable failure) {
        Throwable deepest = failure;
        String text = failure.getMessage();
        while ((text == null || text.isBlank()) && deepest.getCause() != null) {
            deepest = deepest.getCause();
            text = deepest.getMessage();
        }
        if (text == null || text.isBlank()) {
            return deepest.getClass().getSimpleName();
        }
        Matcher json = JSON_MESSAGE.matcher(text);
        return (json.find() ? json.group(1).replace("\\\"", "\"").replace("\\n", " ") : text).strip();
    }

    private static boolean isAboutAnImagePull(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("manifest") || text.contains("pull access denied") || text.contains("platform");
    }

    private static boolean lostConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static Sign sign(String pattern, Reason reason, String nextStep) {
        return new Sign(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), reason, nextStep);
    }
}
