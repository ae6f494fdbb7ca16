package io.archtest.profile;

import io.archtest.engine.Engine;
import io.archtest.engine.Engines;
import io.archtest.model.ArchtestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        return SshTunnel.serves(context.endpoint())
                ? Engines.connect(tunnel(context.endpoint()).localEndpoint())
                : Engines.connect(context.endpoint(), context.certificates());
    }

    private synchronized SshTunnel tunnel(String endpoint) {
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
