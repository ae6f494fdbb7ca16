package io.archtest.run;

import io.archtest.engine.Engine;
import io.archtest.environment.RunScope;
import io.archtest.environment.SpeedCache;
import io.archtest.host.HostFacts;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.model.ArchtestException;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.HeldProfiles;
import io.archtest.profile.Profile;
import io.archtest.profile.ProfileProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * What one process needs to start stacks, for as many of them as it likes, one after the other or at the same time: held
 * profiles, images, port leases. Closing it, from any thread and at any moment (as on Ctrl-C), ends what is under way and
 * removes all that was started through it; harmless when repeated.
 */
public final class Session implements AutoCloseable {
    private final ImageSources images;
    private final PortLeases leases;
    private final Ownership owner;
    private final HeldProfiles profiles;
    private final SpeedCache speeds;
    private final RunListener listener;
    private final CrashHistory crashes;
    private final List<ActiveRun> active = new ArrayList<>();
    private boolean closed;

    /** @param images closed with this session, as is {@code profiles} */
    public Session(
            ImageSources images,
            PortLeases leases,
            Ownership owner,
            HeldProfiles profiles,
            RunListener listener,
            CrashHistory crashes) {
        this(images, leases, owner, profiles, SpeedCache.none(), listener, crashes);
    }

    /**
     * @param images closed with this session, as is {@code profiles}
     * @param speeds what was measured of engines in earlier runs; the other constructor's measures in each run
     */
    public Session(
            ImageSources images,
            PortLeases leases,
            Ownership owner,
            HeldProfiles profiles,
            SpeedCache speeds,
            RunListener listener,
            CrashHistory crashes) {
        this.speeds = speeds;
        this.images = images;
        this.leases = leases;
        this.owner = owner;
        this.profiles = profiles;
        this.listener = listener;
        this.crashes = crashes;
    }

    /** On this host; holds no profile yet. The caller closes the result. */
    public static Session open(Providers providers, ProfileProvider provider, HostFacts facts, RunListener listener) {
        Ownership owner = Ownership.ofThisProcess();
        HeldProfiles profiles = provider.hold(listener);
        ImageSources images = new ImageStores(
                providers.state(), providers.unpacker(facts, owner, () -> builder(profiles)), providers.environment());
        return new Session(
                images,
                new PortLeases(providers.state().ports(), owner),
                owner,
                profiles,
                new SpeedCache(providers.state().speeds(), SpeedCache.BUSY),
                listener,
                new CrashHistory(providers.state().crashes()));
    }

    /** The engine on which images are built where the host can't do it itself. */
    private static Engine builder(HeldProfiles profiles) {
        List<Profile> acquired = profiles.acquired();
        Profile fastest =
                acquired.stream().filter(Profile::executesNatively).findFirst().orElseGet(() -> acquired.get(0));
        return profiles.connect(fastest);
    }

    /** Those of this host, to tell an emulator's fault by. */
    CrashHistory crashes() {
        return crashes;
    }

    /**
     * A run of which nothing is started yet. The caller closes the result, or leaves it to this session.
     *
     * @throws io.archtest.model.InvalidRequestException when the scenario asks for checks that aren't there
     */
    public ActiveRun prepare(PlannedRun run) {
        return prepare(run, RunId.random());
    }

    /**
     * Takes part in a stack that another process keeps. Closing the result, or this session, leaves the stack as it is.
     *
     * @param run planned with that stack's own secrets
     * @throws ArchtestException when it isn't the same stack, or doesn't run any more
     */
    public ActiveRun attach(PlannedRun run, KeptStack stack) {
        stack.requireSame(run);
        ActiveRun attached = prepare(run, new RunId(stack.runId()));
        attached.attach(stack.snapshot(), stack.notices());
        return attached;
    }

    private synchronized ActiveRun prepare(PlannedRun run, RunId id) {
        if (closed) {
            throw new ArchtestException("archtest's session is closed; nothing more is started");
        }
        RunScope scope = new RunScope(id, owner, leases, profiles::connect);
        ActiveRun prepared = new ActiveRun(run, scope, profiles, leases, images.from(run.images()), speeds, listener);
        active.add(prepared);
        return prepared;
    }

    /** Containers first: a machine that is stopped under them would take long to do so. */
    @Override
    public void close() {
        List<ActiveRun> runs;
        synchronized (this) {
            closed = true;
            runs = List.copyOf(active);
            active.clear();
        }
        try (profiles;
                images) {
            closeAll(runs);
        }
    }

    private static void closeAll(List<ActiveRun> runs) {
        List<RuntimeException> failures = new ArrayList<>();
        for (ActiveRun run : runs) {
            try {
                run.close();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }
}
