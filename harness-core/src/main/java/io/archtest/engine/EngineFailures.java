package io.archtest.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.archtest.engine.EngineException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what the client throws and what the daemon says into an {@link EngineException} that says what to do. */
final class EngineFailures {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The daemon quotes the address in all of its "port taken" messages. */
    private static final Pattern ADDRESS = Pattern.compile("((?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-f:]*]|):\\d{1,5})");

    private static final List<String> PORT_TAKEN =
            List.of("port is already allocated", "address already in use", "ports are not available", "failed to bind");
    private static final String NO_SUCH_ADDRESS = "cannot assign requested address";
    private static final List<String> WRONG_PLATFORM = List.of(
            "no matching manifest",
            "no match for platform",
            "does not match the specified platform",
            "does not provide the specified platform");

    private final EngineAddress address;

    EngineFailures(EngineAddress address) {
        this.address = address;
    }

    /** {@code action} completes "Could not ...". */
    EngineException translate(String action, Throwable failure) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof EngineException known) {
            return known;
        }
        Optional<IOException> broken = connectionFailure(cause);
        if (broken.isPresent()) {
            return new EngineException(
                    Reason.UNREACHABLE,
                    "Could not %s: the connection to the engine at '%s' failed: %s. %s"
                            .formatted(action, address.name(), describe(broken.get()), remedy(broken.get())),
                    cause);
        }
        return refusal(action, said(cause), cause);
    }

    /** A refusal that the daemon put into words, in a status or in the middle of a stream. */
    EngineException refusal(String action, String said, Throwable cause) {
        Reason reason = reasonOf(said, cause);
        return new EngineException(
                reason,
                "Could not %s on the engine at '%s': %s%s"
                        .formatted(action, address.name(), said, nextStep(reason, said)),
                cause);
    }

    static boolean saysWrongPlatform(String said) {
        return containsAny(said, WRONG_PLATFORM);
    }

    static boolean saysDiskFull(String said) {
        return said.toLowerCase(Locale.ROOT).contains("no space left on device");
    }

    private static Reason reasonOf(String said, Throwable cause) {
        if (saysDiskFull(said)) {
            return Reason.DISK_FULL;
        }
        if (saysWrongPlatform(said)) {
            return Reason.WRONG_PLATFORM;
        }
        if (containsAny(said, PORT_TAKEN) && !said.contains(NO_SUCH_ADDRESS)) {
            return Reason.PORT_TAKEN;
        }
        return cause instanceof NotFoundException ? Reason.NOT_FOUND : Reason.REFUSED;
    }

    private String nextStep(Reason reason, String said) {
        return switch (reason) {
            case DISK_FULL -> ". Make room on the engine's disk, for example with 'docker system prune'";
            case WRONG_PLATFORM -> ". Place the component on an architecture that its image is made for";
            case PORT_TAKEN -> ". Another program holds %s; stop it or free that port".formatted(address(said));
            case UNREACHABLE, TIMED_OUT, NOT_FOUND, IMAGE_UNAVAILABLE, REFUSED -> hint(said);
        };
    }

    private String hint(String said) {
        if (said.contains("exec format error")) {
            return ". The engine's kernel can't execute this architecture; for emulation it needs binfmt_misc with"
                    + " qemu-user (flag F)";
        }
        if (said.contains("HTTP request to an HTTPS server")) {
            return " It wants TLS: make a context with its certificates (docker context create NAME --docker host=%s,ca=...,cert=...,key=...) and name that: --profile ARCH=NAME"
                    .formatted(address.name());
        }
        if (said.contains(NO_SUCH_ADDRESS)) {
            return ". That address is none of the engine's own machine, so nothing can be published on it; give one that is, see --reach";
        }
        if (said.contains("non-overlapping IPv4 address pool")) {
            return ". All of the engine's network addresses are in use; remove networks with 'docker network prune'";
        }
        return "";
    }

    private static String address(String said) {
        Matcher matcher = ADDRESS.matcher(said);
        return matcher.find() ? "'" + matcher.group(1) + "'" : "the port";
    }

    private static boolean containsAny(String said, List<String> parts) {
        String lower = said.toLowerCase(Locale.ROOT);
        return parts.stream().anyMatch(lower::contains);
    }

    /** A failure of the connection itself: docker-java wraps the IOException, a closed client throws unchecked. */
    private static Optional<IOException> connectionFailure(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof DockerException || at instanceof JsonProcessingException) {
                return Optional.empty();
            }
            if (at instanceof IOException io) {
                return Optional.of(io);
            }
            if (at instanceof IllegalStateException
                    && String.valueOf(at.getMessage()).contains("shut down")) {
                return Optional.of(new IOException("it was closed", at));
            }
        }
        return Optional.empty();
    }

    private static String describe(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : "'" + message + "'";
    }

    private String remedy(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("Permission denied")) {
            return "Allow this user to use the socket (group 'docker'), or run as root";
        }
        return address.certificates()
                .map(folder -> TlsFailures.remedy(failure, folder))
                .filter(remedy -> !remedy.isEmpty())
                .orElse("Check that the engine runs%s: docker %s version"
                        .formatted(
                                address.certificates().isPresent() ? " and accepts the client certificate" : "",
                                address.byHand()));
    }

    /** The daemon's own words: the {@code message} of its JSON answer, or else the whole text. */
    private static String said(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).strip();
        int brace = text.indexOf('{');
        if (brace >= 0) {
            try {
                JsonNode message = JSON.readTree(text.substring(brace)).path("message");
                if (message.isTextual()) {
                    return message.asText().strip();
                }
            } catch (JsonProcessingException notJson) {
                return text;
            }
        }
        return text.isEmpty() || text.equals("null") ? cause.getClass().getSimpleName() : text;
    }
}
