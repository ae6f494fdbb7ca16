package io.archtest.profile.colima;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A line of {@code colima list --json}: JSON Lines, in which every key may be missing and further ones may appear.
 *
 * @param status Lima's word; empty if missing
 * @param architecture the real one of the machine, whatever was asked for
 * @param runtime empty until the first start has ended well
 */
record Instance(
        String name,
        String status,
        Optional<Architecture> architecture,
        OptionalInt cpus,
        OptionalLong memoryBytes,
        OptionalLong diskBytes,
        String runtime) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Instance> parse(List<String> lines) {
        List<Instance> instances = new ArrayList<>();
        for (String line : lines) {
            if (!line.isBlank()) {
                instances.add(parse(line));
            }
        }
        return instances;
    }

    private static Instance parse(String line) {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw unreadable(line, e);
        }
        String name = node.path("name").asText("");
        if (!node.isObject() || name.isEmpty()) {
            throw unreadable(line, null);
        }
        return new Instance(
                name,
                node.path("status").asText(""),
                architecture(node.path("arch").asText("")),
                node.path("cpus").canConvertToInt()
                        ? OptionalInt.of(node.path("cpus").intValue())
                        : OptionalInt.empty(),
                bytes(node.path("memory")),
                bytes(node.path("disk")),
                node.path("runtime").asText(""));
    }

    private static Optional<Architecture> architecture(String text) {
        try {
            return Optional.of(Architecture.parse(text));
        } catch (InvalidRequestException e) {
            return Optional.empty();
        }
    }

    private static OptionalLong bytes(JsonNode node) {
        return node.canConvertToLong() ? OptionalLong.of(node.longValue()) : OptionalLong.empty();
    }

    private static ProfileException unreadable(String line, @org.jspecify.annotations.Nullable Throwable cause) {
        String message =
                "'colima list --json' printed something that is not a profile: '%s'. Is the 'colima' on your PATH a wrapper that prints more? Expected one JSON object with a name per line"
                        .formatted(Text.shortened(line));
        return cause == null
                ? new ProfileException(Reason.UNREADABLE, message)
                : new ProfileException(Reason.UNREADABLE, message, cause);
    }

    boolean runs() {
        return status.equals("Running");
    }

    /** Docker, possibly with Kubernetes on top; a machine that never started well has none yet. */
    boolean servesDocker() {
        return runtime.isEmpty() || runtime.equals("docker") || runtime.startsWith("docker+");
    }
}
