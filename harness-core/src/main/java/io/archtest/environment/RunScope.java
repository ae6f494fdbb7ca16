package io.archtest.environment;

import io.archtest.engine.Engine;
import io.archtest.engine.Labels;
import io.archtest.engine.OwnedResource;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.model.ArchtestException;
import io.archtest.model.RunId;
import io.archtest.profile.Profile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Everything that one process holds of one run: connections, leased ports, and by their labels all containers, networks,
 * volumes and images that it started. Closing it, from any thread and at any moment, removes them all; whatever would be created after that is refused.
 * Closing twice is harmless.
 */
public final class RunScope implements AutoCloseable {
    private final RunId runId;
    private final Ownership owner;
    private final PortLeases leases;
    private final Function<Profile, Engine> connector;
    private final Map<String, Engine> engines = new LinkedHashMap<>();
    private final List<Integer> ports = new ArrayList<>();
    // creating holds the read lock, closing the write lock: so nothing appears behind the back of a clean-up
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Set<Thread> building = new HashSet<>();
    private boolean closed;
    private boolean closing;

    /** @param connector opens a connection to a profile's engine; it is closed with this scope */
    public RunScope(RunId runId, Ownership owner, PortLeases leases, Function<Profile, Engine> connector) {
        this.runId = runId;
        this.owner = owner;
        this.leases = leases;
        this.connector = connector;
    }

    public RunId runId() {
        return runId;
    }

    /** The connection to a profile's engine; one for all profiles with the same endpoint. */
    public synchronized Engine engine(Profile profile) {
        return engines.computeIfAbsent(profile.endpoint(), endpoint -> connector.apply(profile));
    }

    /** The labels that everything of this run must carry. */
    public Map<String, String> labels(String role, String component) {
        return Map.of(
                Labels.RUN, runId.value(), Labels.OWNER, owner.label(), Labels.ROLE, role, Labels.COMPONENT, component);
    }

    /** Runs something that creates containers, networks or volumes; refused when the scope is closed. */
    public <T> T creating(Supplier<T> work) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new ArchtestException("Run %s is being cleaned up; nothing more is started".formatted(runId));
            }
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Like {@link #creating} for what takes long: closing the scope interrupts it, and waits until it has ended. */
    public <T> T building(Supplier<T> work) {
        return creating(() -> {
            synchronized (building) {
                if (closing) {
                    throw new ArchtestException("Run %s is being cleaned up; nothing more is built".formatted(runId));
                }
                building.add(Thread.currentThread());
            }
            try {
                return work.get();
            } finally {
                synchronized (building) {
                    building.remove(Thread.currentThread());
                }
            }
        });
    }

    /** Leases host ports until the scope is closed. */
    public synchronized List<Integer> leasePorts(int count) {
        List<Integer> leased = leases.lease(count);
        ports.addAll(leased);
        return leased;
    }

    /** What this scope still has on the run's engines. */
    public synchronized List<OwnedResource> leftovers() {
        return engines.values().stream().flatMap(engine -> own(engine).stream()).toList();
    }

    /** Of this run and started by this owner: others may take part in a run that is kept, and each removes its own. */
    private List<OwnedResource> own(Engine engine) {
        return engine.owned(Labels.RUN, runId.value()).stream()
                .filter(resource -> owner.label().equals(resource.labels().get(Labels.OWNER)))
                .toList();
    }

    /** Removes everything; failures are collected, and thrown as one after all else was removed. */
    @Override
    public void close() {
        synchronized (building) {
            closing = true;
            building.forEach(Thread::interrupt);
        }
        lock.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            removeAll();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private synchronized void removeAll() {
        List<RuntimeException> failures = new ArrayList<>();
        for (Engine engine : engines.values()) {
            attempt(failures, () -> Removal.removeAll(engine, own(engine)));
            attempt(failures, () -> refuseLeftovers(engine));
        }
        attempt(failures, () -> leases.release(ports));
        for (Engine engine : engines.values()) {
            attempt(failures, engine::close);
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw new ArchtestException(
                    "Run %s could not be cleaned up completely: %s; 'archtest clean' tries again"
                            .formatted(runId, first.getMessage()),
                    first);
        }
    }

    /** The engine's word for it that all is gone, rather than the lack of an error. */
    private void refuseLeftovers(Engine engine) {
        List<OwnedResource> left = own(engine);
        if (!left.isEmpty()) {
            throw new ArchtestException("these are still on the engine: %s"
                    .formatted(left.stream().map(OwnedResource::name).toList()));
        }
    }

    private static void attempt(List<RuntimeException> failures, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }
}
