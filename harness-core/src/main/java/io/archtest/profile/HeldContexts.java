package io.archtest.profile;

import io.archtest.engine.Engine;
import io.archtest.engine.EngineAddress;
import io.archtest.engine.EngineException;
import io.archtest.engine.Engines;
import io.archtest.model.ArchtestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Engines that are there: nothing is started but the tunnels to those behind ssh, which closing ends. */
final class HeldContexts implements HeldProfiles {
    private final List<DockerContext> contexts;
    private final ProfileListener listener;
    private final Map<String, SshTunnel> tunnels = new HashMap<>();
    private final List<Profile> acquired = new CopyOnWriteArrayList<>();
    private boolean closed;

    HeldContexts(List<DockerContext> contexts, ProfileListener listener) {
        this.contexts = contexts;
        this.listener = listener;
    }

    @Override
    public void acquire(Collection<Demand> demands) {
        List<Profile> profiles = demands.stream().map(Demand::profile).toList();
        profiles.stream()
                .map(Profile::endpoint)
                .filter(SshTunnel::serves)
                .distinct()
                .forEach(this::tunnel);
        acquired.addAll(profiles);
    }

    @Override
    public List<Profile> acquired() {
        return acquired.stream().distinct().toList();
    }

    @Override
    public Engine connect(Profile profile) {
        return connect(contexts.stream()
                .filter(context -> context.name().equals(profile.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no context for profile " + profile.name())));
    }

    Engine connect(DockerContext context) {
        String endpoint = context.endpoint();
        if (!SshTunnel.serves(endpoint)) {
            String byHand = context.certificates().isPresent() ? "--context " + context.name() : "-H " + endpoint;
            return Engines.connect(new EngineAddress(endpoint, endpoint, byHand, context.certificates()));
        }
        SshTunnel tunnel = tunnel(endpoint);
        try {
            return Engines.connect(
                    new EngineAddress(tunnel.localEndpoint(), endpoint, "-H " + endpoint, Optional.empty()));
        } catch (EngineException e) {
            throw new EngineException(e.reason(), e.getMessage() + tunnel.said(), e);
        }
    }

    /** Waits outside the lock, so that closing ends the wait. */
    private SshTunnel tunnel(String endpoint) {
        SshTunnel tunnel = opening(endpoint);
        try {
            tunnel.awaitForwarding();
            return tunnel;
        } catch (RuntimeException e) {
            synchronized (this) {
                tunnels.remove(endpoint, tunnel);
            }
            tunnel.close();
            throw e;
        }
    }

    private synchronized SshTunnel opening(String endpoint) {
        if (closed) {
            throw new ArchtestException("The connections to the engines were closed");
        }
        return tunnels.computeIfAbsent(endpoint, remote -> {
            listener.notice("forwarding the engine's socket of %s by ssh".formatted(remote));
            return SshTunnel.open(remote);
        });
    }

    @Override
    public synchronized void close() {
        closed = true;
        List<SshTunnel> open = new ArrayList<>(tunnels.values());
        tunnels.clear();
        open.forEach(SshTunnel::close);
    }
}
