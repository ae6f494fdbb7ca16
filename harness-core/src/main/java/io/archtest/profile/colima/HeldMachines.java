package io.archtest.profile.colima;

import io.archtest.engine.Engine;
import io.archtest.model.ArchtestException;
import io.archtest.profile.Demand;
import io.archtest.profile.HeldProfiles;
import io.archtest.profile.Profile;
import io.archtest.profile.ProfileListener;
import io.archtest.profile.colima.ColimaMachines.Acquired;
import io.archtest.profile.colima.ColimaProfiles.Afterwards;
import io.archtest.profile.colima.ColimaProfiles.Wish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Machines in use. They boot one after the other, since Colima's starts get in each other's way. */
final class HeldMachines implements HeldProfiles {
    private final ColimaMachines machines;
    private final Wish wish;
    private final Function<String, Engine> connector;
    private final ProfileListener listener;
    /** A machine with Rosetta may serve as profile of both architectures. */
    private final Map<Profile, Acquired> acquired = new LinkedHashMap<>();

    private final List<Profile> usable = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed;
    private volatile @Nullable Thread worker;

    HeldMachines(ColimaMachines machines, Wish wish, Function<String, Engine> connector, ProfileListener listener) {
        this.machines = machines;
        this.wish = wish;
        this.connector = connector;
        this.listener = listener;
    }

    @Override
    public void acquire(Collection<Demand> demands) {
        lock.lock();
        worker = Thread.currentThread();
        try {
            for (Demand demand : demands) {
                Profile profile = demand.profile();
                if (closed) {
                    throw new ArchtestException("Interrupted; no more profiles are started");
                }
                if (!acquired.containsKey(profile)) {
                    acquired.put(profile, acquire(demand));
                    usable.add(profile);
                }
            }
        } finally {
            worker = null;
            lock.unlock();
        }
    }

    private Acquired acquire(Demand demand) {
        Profile profile = demand.profile();
        StartRequest request = new StartRequest(
                profile.name(), profile.architecture(), wish.size().apply(demand.memoryBytes()), wish.cpuType());
        Acquired how = machines.acquire(request, wish.afterwards() == Afterwards.KEEP, listener);
        if (how == Acquired.FOUND) {
            listener.notice("using profile '%s' (%s), which runs; it is left as it is"
                    .formatted(profile.name(), profile.architecture()));
        }
        return how;
    }

    @Override
    public List<Profile> acquired() {
        return List.copyOf(usable);
    }

    @Override
    public Engine connect(Profile profile) {
        return connector.apply(profile.endpoint());
    }

    @Override
    public void close() {
        closed = true;
        Thread working = worker;
        if (working != null && working != Thread.currentThread()) {
            working.interrupt();
        }
        lock.lock();
        try {
            releaseAll();
        } finally {
            lock.unlock();
        }
    }

    private void releaseAll() {
        List<RuntimeException> failures = new ArrayList<>();
        Set<String> created = acquired.entrySet().stream()
                .filter(entry -> entry.getValue() == Acquired.CREATED)
                .map(entry -> entry.getKey().name())
                .collect(Collectors.toSet());
        acquired.keySet().stream().map(Profile::name).distinct().forEach(name -> {
            try {
                machines.release(name, created.contains(name) && wish.afterwards() == Afterwards.DELETE, listener);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        });
        acquired.clear();
        usable.clear();
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }
}
