package io.archtest.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.command.TopContainerResponse;
import io.archtest.engine.ContainerFacts.Health;
import io.archtest.engine.ContainerFacts.State;
import io.archtest.engine.EngineException.Reason;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a daemon knows of its containers. */
final class ContainerReader {
    private final DaemonConnection connection;

    ContainerReader(DaemonConnection connection) {
        this.connection = connection;
    }

    JsonNode inspect(String containerId) {
        return connection.get(
                "inspect container '%s'".formatted(containerId), "/containers/" + UrlText.path(containerId) + "/json");
    }

    ContainerFacts facts(String containerId) {
        JsonNode container = inspect(containerId);
        JsonNode state = container.path("State");
        JsonNode config = container.path("Config");
        return new ContainerFacts(
                container.path("Id").asText(""),
                container.path("Name").asText("").replaceFirst("^/", ""),
                State.valueOf(state.path("Status").asText("").toUpperCase(Locale.ROOT)),
                state.path("ExitCode").asInt(),
                state.path("OOMKilled").asBoolean(),
                state.path("Error").asText(""),
                health(state),
                lastHealthOutput(state),
                container.path("RestartCount").asInt(),
                instant(state.path("StartedAt").asText("")),
                instant(state.path("FinishedAt").asText("")),
                container.path("Image").asText(""),
                commandLine(container),
                config.path("WorkingDir").asText(""),
                environment(config),
                addresses(container));
    }

    private static Health health(JsonNode state) {
        String status = state.path("Health").path("Status").asText("none");
        return Health.valueOf((status.isEmpty() ? "none" : status).toUpperCase(Locale.ROOT));
    }

    private static String lastHealthOutput(JsonNode state) {
        JsonNode log = state.path("Health").path("Log");
        return log.path(log.size() - 1).path("Output").asText("").strip();
    }

    /** Docker writes year 1 for "never". */
    private static Optional<Instant> instant(String text) {
        try {
            return text.startsWith("0001-") ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException notGiven) {
            return Optional.empty();
        }
    }

    private static List<String> commandLine(JsonNode container) {
        List<String> words = new ArrayList<>();
        words.add(container.path("Path").asText(""));
        container.path("Args").forEach(word -> words.add(word.asText()));
        return words;
    }

    private static Map<String, String> environment(JsonNode config) {
        Map<String, String> variables = new HashMap<>();
        for (JsonNode variable : config.path("Env")) {
            String[] parts = variable.asText().split("=", 2);
            variables.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return variables;
    }

    private static Map<String, String> addresses(JsonNode container) {
        Map<String, String> addresses = new HashMap<>();
        container.path("NetworkSettings").path("Networks").properties().forEach(network -> {
            String address = network.getValue().path("IPAddress").asText("");
            if (!address.isEmpty()) {
                addresses.put(network.getKey(), address);
            }
        });
        return addresses;
    }

    /** Empty where the daemon's host has no {@code ps}, and for a container that isn't running. */
    List<String> processes(String containerId) {
        String first = inspect(containerId).path("State").path("Pid").asText("");
        try {
            TopContainerResponse top = connection.call(
                    "list the processes of container '%s'".formatted(containerId),
                    DaemonConnection.QUICK,
                    () -> connection
                            .calls()
                            .topContainerCmd(containerId)
                            .withPsArgs("-eo pid,args")
                            .exec());
            String[][] rows = top.getProcesses() == null ? new String[0][] : top.getProcesses();
            return Arrays.stream(rows)
                    .filter(row -> row.length > 1)
                    .sorted((a, b) -> Boolean.compare(b[0].equals(first), a[0].equals(first)))
                    .map(row -> row[1])
                    .toList();
        } catch (EngineException e) {
            if (e.reason() == Reason.REFUSED) {
                return List.of();
            }
            throw e;
        }
    }

    /**
     * One sample. It takes the daemon about a second all the same on Docker 20.10, which waits for the next round of
     * its own collector; docker-java's command has no {@code one-shot}, which spares newer ones the second sample.
     */
    Optional<Long> cpuNanos(String containerId) {
        JsonNode stats = connection.get(
                "read the processor time of container '%s'".formatted(containerId),
                "/containers/" + UrlText.path(containerId) + "/stats?stream=false&one-shot=true");
        long total =
                stats.path("cpu_stats").path("cpu_usage").path("total_usage").asLong();
        return total > 0 ? Optional.of(total) : Optional.empty();
    }
}
