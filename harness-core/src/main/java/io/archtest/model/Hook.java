package io.archtest.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command that is run inside a container after its start or before its end; an absent value is the container's own.
 *
 * @param environment beside the container's own
 */
public record Hook(
        List<String> command,
        Optional<String> user,
        boolean privileged,
        Optional<String> workingDirectory,
        Map<String, String> environment) {

    public Hook {
        command = List.copyOf(command);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        if (command.isEmpty()) {
            throw new InvalidRequestException("a hook needs a 'command'");
        }
    }
}
