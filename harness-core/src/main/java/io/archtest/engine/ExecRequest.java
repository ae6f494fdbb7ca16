package io.archtest.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command to be run in a container.
 *
 * @param user empty: the container's own
 * @param input empty: none
 * @param environment in addition to the container's own
 * @param workingDirectory absent: the container's own
 */
public record ExecRequest(
        List<String> command,
        String user,
        String input,
        Map<String, String> environment,
        Optional<String> workingDirectory) {
    public ExecRequest {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** As the container is. */
    public static ExecRequest of(List<String> command) {
        return new ExecRequest(command, "", "", Map.of(), Optional.empty());
    }
}
