package io.archtest.profile.colima;

import io.archtest.engine.EngineInfo;
import io.archtest.host.CommandRunner;
import io.archtest.host.Ownership;
import io.archtest.model.Architecture;
import io.archtest.profile.DockerContexts;
import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileException.Reason;
import io.archtest.profile.ProfileListener;
import io.archtest.profile.ProfileState;
import io.archtest.profile.ProfileStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Colima's machines, as archtest may use them: any that runs may be used, but only those that archtest created are ever
 * started, stopped or deleted. After every command the state is read back; exit codes prove nothing.
 */
public final class ColimaMachines {
    /** The names of machines that archtest creates begin so. */
    public static final String PREFIX = "archtest-";

    private final ColimaCli cli;
    private final ColimaHome home;
    private final Preflight preflight;
    private final Marks marks;
    private final MachineReader reader;
    private final Repairs repairs;
    private final Leftovers leftovers;
    private final MachineStart start;
    private final MachineEnd end;
    private final HomeLock lock;

    /**
     * @param contexts Docker's, in which Colima makes one for each machine
     * @param engines asks the engine at an endpoint who it is; throws when none answers
     */
    public ColimaMachines(
            CommandRunner runner,
            Programs programs,
            ColimaHome home,
            ColimaHost host,
            ColimaLimits limits,
            DockerContexts contexts,
            Ownership self,
            Function<String, EngineInfo> engines) {
        this.cli = new ColimaCli(runner, programs, home, limits);
        this.home = home;
        this.preflight = new Preflight(programs, host, runner);
        this.marks = new Marks(home, self);
        this.reader = new MachineReader(cli, home, host, marks, engines);
        this.repairs = new Repairs(cli, home);
        this.leftovers = new Leftovers(cli, home, contexts);
        this.start = new MachineStart(cli, home, host, limits, reader, repairs);
        this.end = new MachineEnd(cli, home, marks, reader, repairs, leftovers);
        this.lock = new HomeLock(home.lock(), self, limits.lock());
    }

    /** All profiles of this home as they are; blocks up to minutes where a machine hangs. */
    public List<ProfileStatus> all() {
        return reader.all();
    }

    /** One profile as it is; {@link ProfileState#ABSENT} if there is none. */
    public ProfileStatus status(String profile) {
        return reader.status(profile);
    }

    /**
     * Refuses what this host lacks for that machine, unless it runs; starts nothing.
     *
     * @throws ProfileException with what is missing, or when Colima is too old or something else
     */
    public void refuseIfUnfit(String profile, Architecture architecture) {
        cli.version();
        home.refuseLongPaths(profile);
        preflight.refuseImpossible(profile, architecture); // before a 'colima list' that may hang
        if (reader.status(profile).state() != ProfileState.RUNNING_READY) {
            preflight.refuseLacks(profile, architecture);
        }
    }

    /** What an acquisition did to get the machine. */
    public enum Acquired {
        /** It ran already. */
        FOUND,
        STARTED,
        CREATED
    }

    /**
     * Makes a machine usable and notes that this process uses it. One that runs is used as it is. Blocks for up to the
     * start's limit; on failure or interrupt the machine is put back: deleted if it was to be new, else stopped.
     *
     * @param keep it shall stay up when nobody uses it any more
     * @throws ProfileException when it can't be had
     */
    public Acquired acquire(StartRequest request, boolean keep, ProfileListener listener) {
        home.refuseLongPaths(request.profile());
        return lock.locked(request.profile(), listener, () -> {
            ProfileStatus before = reader.status(request.profile());
            Acquired acquired = Acquired.FOUND;
            if (before.state() == ProfileState.RUNNING_READY) {
                refuseMismatch(before, request, listener);
            } else {
                acquired = bringUp(request, before, listener);
            }
            if (marks.ours(request.profile())) {
                marks.hold(request.profile());
                if (keep) {
                    marks.keep(request.profile());
                }
            }
            return acquired;
        });
    }

    /** Of the other architecture it may be only if it executes the wanted one too, and archtest is told to take it. */
    private void refuseMismatch(ProfileStatus before, StartRequest request, ProfileListener listener) {
        Optional<ProfileException> mismatch = MachineStart.mismatch(before, request);
        boolean rosetta = mismatch.isPresent()
                && request.architecture() == Architecture.X86_64
                && before.architecture().equals(Optional.of(Architecture.ARM64))
                && reader.hasRosetta(request.profile());
        if (rosetta) {
            listener.notice("%s is arm64 and executes x86_64 by Rosetta".formatted(request.profile()));
        } else {
            mismatch.ifPresent(failure -> {
                throw failure;
            });
        }
    }

    private Acquired bringUp(StartRequest request, ProfileStatus before, ProfileListener listener) {
        String profile = request.profile();
        boolean absent = before.state() == ProfileState.ABSENT;
        if (before.state() == ProfileState.STARTING) {
            throw new ProfileException(
                    Reason.BUSY,
                    "Profile '%s' is being started by somebody else (%s); wait for that, or end it"
                            .formatted(profile, before.detail()));
        }
        refuseOthers(before);
        if (!absent && before.architecture().isPresent()) {
            MachineStart.mismatch(before, request).ifPresent(failure -> {
                throw failure;
            });
        }
        preflight.refuseLacks(profile, request.architecture());
        if (absent) {
            // a disk that an earlier machine of the name left would be attached, whatever is on it
            leftovers.remove(profile);
            marks.create(profile);
        }
        try {
            marks.starting(profile);
            start.run(request, before, listener);
            marks.started(profile);
            return absent ? Acquired.CREATED : Acquired.STARTED;
        } catch (RuntimeException e) {
            putBack(profile, absent, e, listener);
            throw e;
        }
    }

    /** Also after an interrupt, which must not end the clean-up as well. */
    private void putBack(String profile, boolean created, RuntimeException failure, ProfileListener listener) {
        boolean interrupted = Thread.interrupted();
        try {
            if (created) {
                end.delete(profile, listener);
            } else {
                repairs.forceStop(profile, listener);
                marks.stopped(profile);
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            listener.notice("%s could not be put back: %s".formatted(profile, e.getMessage()));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * This process uses it no more. It is stopped if archtest started it, nobody else uses it and it isn't to be kept;
     * blocks until then.
     *
     * @param delete whether it is deleted instead of stopped, under the same conditions
     */
    public void release(String profile, boolean delete, ProfileListener listener) {
        lock.locked(profile, listener, () -> {
            if (marks.ours(profile)) {
                marks.release(profile);
                if (abandoned(profile)) {
                    end(profile, delete, listener);
                }
            }
            return profile;
        });
    }

    private boolean abandoned(String profile) {
        return marks.startedByArchtest(profile) && !marks.kept(profile) && !marks.heldByOthers(profile);
    }

    private void end(String profile, boolean delete, ProfileListener listener) {
        if (delete) {
            end.delete(profile, listener);
        } else {
            end.stop(profile, listener);
        }
    }

    /** Stops what killed archtest processes left running; blocks. Returns the names. */
    public List<String> stopAbandoned(ProfileListener listener) {
        return cli.list().stream()
                .filter(Instance::runs)
                .map(Instance::name)
                .filter(marks::ours)
                .filter(profile -> lock.locked(profile, listener, () -> {
                    boolean stop = abandoned(profile) && !marks.heldBySelf(profile);
                    if (stop) {
                        end.stop(profile, listener);
                    }
                    return stop;
                }))
                .toList();
    }

    /** Stops a machine that archtest created; refuses others, and while another process uses it. Blocks. */
    public void stop(String profile, ProfileListener listener) {
        changing(profile, listener, () -> end.stop(profile, listener));
    }

    /** Deletes a machine that archtest created with all that is in it; refuses others, and while it is used. Blocks. */
    public void delete(String profile, ProfileListener listener) {
        changing(profile, listener, () -> end.delete(profile, listener));
    }

    private void changing(String profile, ProfileListener listener, Runnable change) {
        lock.locked(profile, listener, () -> {
            ProfileStatus before = reader.status(profile);
            if (before.state() == ProfileState.ABSENT && !marks.ours(profile)) {
                throw new ProfileException(
                        Reason.NOT_OURS,
                        "No profile '%s' in %s; there are: %s"
                                .formatted(
                                        profile,
                                        home.base(),
                                        cli.list().stream().map(Instance::name).toList()));
            }
            refuseOthers(before);
            if (marks.heldByOthers(profile)) {
                throw new ProfileException(
                        Reason.BUSY, "Profile '%s' is used by another archtest; wait for its end".formatted(profile));
            }
            change.run();
            return profile;
        });
    }

    private void refuseOthers(ProfileStatus status) {
        String profile = status.name();
        if (marks.ours(profile)) {
            return;
        }
        if (status.state() != ProfileState.ABSENT) {
            throw new ProfileException(
                    Reason.NOT_OURS,
                    "Profile '%s' is %s%s, and archtest did not create it, so it doesn't change it. Do it yourself (colima start|stop|delete -p %s), or leave out --profile for one of archtest's own"
                            .formatted(
                                    profile,
                                    status.state(),
                                    status.detail().isEmpty() ? "" : " (" + status.detail() + ")",
                                    profile));
        }
        if (!profile.startsWith(PREFIX)) {
            throw new ProfileException(
                    Reason.NOT_OURS,
                    "No profile '%s' in %s. archtest creates only ones whose names begin with '%s'; there are: %s"
                            .formatted(
                                    profile,
                                    home.base(),
                                    PREFIX,
                                    cli.list().stream().map(Instance::name).toList()));
        }
    }
}
