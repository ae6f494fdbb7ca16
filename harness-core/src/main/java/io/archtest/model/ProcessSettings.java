package io.archtest.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the first process of a container is started and stopped; an absent value is the image's own.
 *
 * @param environment in file order, values complete (interpolated)
 */
public record ProcessSettings(
        Optional<List<String>> entrypoint,
        Optional<List<String>> command,
        Map<String, String> environment,
        Optional<String> user,
        Optional<String> workingDirectory,
        Optional<String> hostname,
        boolean init,
        boolean terminal,
        Optional<String> stopSignal,
        Optional<Duration> stopGracePeriod) {

    public ProcessSettings {
        entrypoint = entrypoint.map(List::copyOf);
        command = command.map(List::copyOf);
        environment = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(environment));
    }

    /** Everything as the image says. */
    public static ProcessSettings asInImage() {
        return new ProcessSettings(
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.empty());
    }

    public ProcessSettings withCommand(List<String> newCommand) {
        return new ProcessSettings(
                entrypoint,
                Optional.of(newCommand),
                environment,
                user,
                workingDirectory,
                hostname,
                init,
                terminal,
                stopSignal,
                stopGracePeriod);
    }

    public ProcessSettings withEntrypoint(List<String> newEntrypoint) {
        return new ProcessSettings(
                Optional.of(newEntrypoint),
                command,
                environment,
                user,
                workingDirectory,
                hostname,
                init,
                terminal,
                stopSignal,
                stopGracePeriod);
    }
}
