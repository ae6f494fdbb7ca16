package io.archtest.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a daemon says of a container.
 *
 * @param exitCode of its last end; meaningless while it runs
 * @param commandLine the resolved entrypoint with its arguments, as created
 * @param addresses by network name
 */
public record ContainerFacts(
        String id,
        String name,
        State state,
        int exitCode,
        boolean oomKilled,
        String error,
        Health health,
        String lastHealthOutput,
        int restarts,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        String imageId,
        List<String> commandLine,
        String workingDirectory,
        Map<String, String> environment,
        Map<String, String> addresses) {

    /** Docker's container states. */
    public enum State {
        CREATED,
        RUNNING,
        PAUSED,
        RESTARTING,
        REMOVING,
        EXITED,
        DEAD
    }

    /** Docker's health states. */
    public enum Health {
        NONE,
        STARTING,
        HEALTHY,
        UNHEALTHY
    }

    public ContainerFacts {
        commandLine = List.copyOf(commandLine);
        environment = Map.copyOf(environment);
        addresses = Map.copyOf(addresses);
    }

    public boolean running() {
        return state == State.RUNNING;
    }

    /** Whether it has ended and is not about to be started again by the daemon. */
    public boolean ended() {
        return state == State.EXITED || state == State.DEAD;
    }
}
