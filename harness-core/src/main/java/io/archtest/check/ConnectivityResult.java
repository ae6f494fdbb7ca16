package io.archtest.check;

import io.archtest.model.ComponentName;
import io.archtest.model.Verdict;
import java.util.Optional;

/**
 * Whether one component reaches a port of another, asked from inside the first one's network.
 *
 * @param port absent when the target exposes none
 * @param via {@code direct}, or {@code host.docker.internal} through a relay
 * @param cause why not; empty when it passed
 * @param latencyMicros until the connection stood: with the target itself, or with its relay
 */
public record ConnectivityResult(
        ComponentName from,
        ComponentName to,
        Optional<Integer> port,
        String via,
        Verdict verdict,
        String cause,
        long latencyMicros) {}
