package io.archtest.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.HealthStateLog;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.TopContainerResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.Statistics;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Turns docker-java's answers, in which anything may be null, into facts. */
final class Inspection {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Inspection() {}

    static ImageFacts image(InspectImageResponse response) {
        @Nullable ContainerConfig config = response.getConfig();
        List<Integer> ports = new ArrayList<>();
        Map<String, String> labels = Map.of();
        boolean healthCheck = false;
        if (config != null) {
            ports.addAll(Arrays.stream(orEmpty(config.getExposedPorts()))
                    .filter(port -> port.getProtocol() == InternetProtocol.TCP)
                    .map(ExposedPort::getPort)
                    .toList());
            labels = Objects.requireNonNullElse(config.getLabels(), Map.of());
            healthCheck = config.getHealthcheck() != null
                    && !Objects.equals(config.getHealthcheck().getTest(), List.of("NONE"));
        }
        return new ImageFacts(
                text(response.getId()),
                first(response.getRepoDigests()).map(digest -> digest.substring(digest.indexOf('@') + 1)),
                text(response.getOs()),
                text(response.getArch()),
                Objects.requireNonNullElse(response.getRepoTags(), List.of()),
                labels,
                ports,
                healthCheck);
    }

    static ContainerFacts facts(InspectContainerResponse response) {
        InspectContainerResponse.ContainerState state = Objects.requireNonNull(response.getState());
        ContainerConfig config = Objects.requireNonNull(response.getConfig());
        List<String> commandLine = new ArrayList<>();
        commandLine.add(text(response.getPath()));
        commandLine.addAll(List.of(orEmpty(response.getArgs())));
        return new ContainerFacts(
                text(response.getId()),
                text(response.getName()).replaceFirst("^/", ""),
                ContainerFacts.State.valueOf(text(state.getStatus()).toUpperCase(Locale.ROOT)),
                Objects.requireNonNullElse(state.getExitCodeLong(), 0L).intValue(),
                Boolean.TRUE.equals(state.getOOMKilled()),
                text(state.getError()),
                health(state.getHealth()),
                lastOutput(state.getHealth()),
                Objects.requireNonNullElse(response.getRestartCount(), 0),
                instant(state.getStartedAt()),
                instant(state.getFinishedAt()),
                text(response.getImageId()),
                commandLine,
                text(config.getWorkingDir()),
                environment(config),
                addresses(response));
    }

    /** The daemon's answer as it came. */
    static String json(InspectContainerResponse response) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(response.getRawValues());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON can't be written as JSON", e);
        }
    }

    /** Command lines, the container's first process first. */
    static List<String> processes(TopContainerResponse top, InspectContainerResponse container) {
        String[][] rows = top.getProcesses();
        if (rows == null) {
            return List.of();
        }
        String first =
                String.valueOf(Objects.requireNonNull(container.getState()).getPidLong());
        List<String> others = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (String[] row : rows) {
            String line =
                    String.join(" ", Arrays.copyOfRange(row, 1, row.length)).strip();
            (row[0].strip().equals(first) ? all : others).add(line);
        }
        all.addAll(others);
        return all;
    }

    /** One sample; the daemon takes one to two seconds for it, since it waits for a second one to compare with. */
    static Statistics statistics(DockerClient client, String containerId) throws IOException, InterruptedException {
        AtomicReference<Statistics> sample = new AtomicReference<>(new Statistics());
        try (ResultCallback.Adapter<Statistics> callback = new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Statistics statistics) {
                sample.set(statistics);
            }
        }) {
            client.statsCmd(containerId).withNoStream(true).exec(callback);
            callback.awaitCompletion(10, TimeUnit.SECONDS);
        }
        return sample.get();
    }

    private static ContainerFacts.Health health(@Nullable HealthState health) {
        if (health == null || health.getStatus() == null) {
            return ContainerFacts.Health.NONE;
        }
        return ContainerFacts.Health.valueOf(health.getStatus().toUpperCase(Locale.ROOT));
    }

    private static String lastOutput(@Nullable HealthState health) {
        if (health == null || health.getLog() == null || health.getLog().isEmpty()) {
            return "";
        }
        HealthStateLog last = health.getLog().get(health.getLog().size() - 1);
        return text(last.getOutput());
    }

    private static Map<String, String> environment(ContainerConfig config) {
        Map<String, String> environment = new HashMap<>();
        for (String entry : orEmpty(config.getEnv())) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return environment;
    }

    private static Map<String, String> addresses(InspectContainerResponse response) {
        Map<String, String> addresses = new HashMap<>();
        if (response.getNetworkSettings() != null
                && response.getNetworkSettings().getNetworks() != null) {
            response.getNetworkSettings().getNetworks().forEach((name, network) -> {
                if (network.getIpAddress() != null && !network.getIpAddress().isEmpty()) {
                    addresses.put(name, network.getIpAddress());
                }
            });
        }
        return Collections.unmodifiableMap(addresses);
    }

    /** The daemon's word for "never" is the year 1. */
    private static Optional<Instant> instant(@Nullable String text) {
        if (text == null || text.startsWith("0001-")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> first(@Nullable List<String> list) {
        return list == null ? Optional.empty() : list.stream().findFirst();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String[] orEmpty(String @Nullable [] array) {
        return array == null ? new String[0] : array;
    }

    private static ExposedPort[] orEmpty(ExposedPort @Nullable [] array) {
        return array == null ? new ExposedPort[0] : array;
    }
}
