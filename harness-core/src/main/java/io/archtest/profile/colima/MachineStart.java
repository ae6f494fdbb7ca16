package io.archtest.profile.colima;

import io.archtest.host.CommandRunner;
import io.archtest.host.CommandRunner.Result;
import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileException.Reason;
import io.archtest.profile.ProfileListener;
import io.archtest.profile.ProfileState;
import io.archtest.profile.ProfileStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One start of a machine that archtest owns: {@code colima start}, the state read back, and where the failure is one of
 * those that a second try gets over, that try. Used under {@link HomeLock}.
 */
final class MachineStart {
    private final ColimaCli cli;
    private final ColimaHome home;
    private final ColimaHost host;
    private final ColimaLimits limits;
    private final MachineReader reader;
    private final Repairs repairs;

    MachineStart(
            ColimaCli cli,
            ColimaHome home,
            ColimaHost host,
            ColimaLimits limits,
            MachineReader reader,
            Repairs repairs) {
        this.cli = cli;
        this.home = home;
        this.host = host;
        this.limits = limits;
        this.reader = reader;
        this.repairs = repairs;
    }

    private record Failed(ProfileException failure, Failures.Recovery recovery) {}

    /** Blocks until the machine's engine answers and is of the right architecture. */
    void run(StartRequest request, ProfileStatus before, ProfileListener listener) {
        List<String> flags = StartFlags.of(request, cli.version(), host);
        Duration limit = limits.start(host.emulates(request.architecture()), before.state() == ProfileState.ABSENT);
        if (before.state() != ProfileState.ABSENT && before.state() != ProfileState.STOPPED) {
            listener.notice("%s is %s (%s): it is stopped by force and started again"
                    .formatted(request.profile(), before.state(), before.detail()));
            repairs.forceStop(request.profile(), listener);
        }
        Optional<Failed> failed = attempt(request, flags, limit, listener);
        if (failed.isPresent() && failed.get().recovery() != Failures.Recovery.NONE) {
            listener.notice("%s, first try: %s%ntrying once more"
                    .formatted(request.profile(), failed.get().failure().getMessage()));
            repairs.apply(failed.get().recovery(), request.profile(), listener);
            failed = attempt(request, flags, limit, listener);
        }
        if (failed.isPresent()) {
            throw failed.get().failure();
        }
    }

    private Optional<Failed> attempt(
            StartRequest request, List<String> flags, Duration limit, ProfileListener listener) {
        Result result;
        try (Progress progress = new Progress(request.profile(), "starting", listener)) {
            result = cli.start(flags, limit, progress);
        } catch (CommandRunner.TimedOut e) {
            return Optional.of(new Failed(tooLong(request, limit, e), Failures.Recovery.NONE));
        }
        if (!result.succeeded()) {
            String action = "start profile '%s' (%s)".formatted(request.profile(), request.architecture());
            return Optional.of(new Failed(
                    Failures.of(action, result, MachineLogs.tails(home, request.profile())),
                    Failures.kind(result).recovery()));
        }
        return readBack(request, result);
    }

    /** Exit code 0 also means: was running already, was of another architecture, took an unknown word for the host's. */
    private Optional<Failed> readBack(StartRequest request, Result result) {
        ProfileStatus after = settled(request.profile());
        if (after.state() != ProfileState.RUNNING_READY) {
            return Optional.of(new Failed(
                    new ProfileException(
                            Reason.BROKEN_INSTANCE,
                            "'colima start' ended with exit code 0 (\"%s\"), but profile '%s' is %s: %s%s"
                                    .formatted(
                                            Text.fatal(result.lines()),
                                            request.profile(),
                                            after.state(),
                                            after.detail(),
                                            MachineLogs.tails(home, request.profile()))),
                    Failures.Recovery.FORCE_STOP));
        }
        return mismatch(after, request).map(failure -> new Failed(failure, Failures.Recovery.NONE));
    }

    static Optional<ProfileException> mismatch(ProfileStatus status, StartRequest request) {
        if (status.architecture().equals(Optional.of(request.architecture()))) {
            return Optional.empty();
        }
        return Optional.of(new ProfileException(
                Reason.ARCHITECTURE_MISMATCH,
                "Profile '%s' was to be %s, and is %s; Colima never changes the architecture of a machine that is there. %s"
                        .formatted(
                                status.name(),
                                request.architecture(),
                                status.architecture().map(Object::toString).orElse("of an unknown one"),
                                status.owner().equals(ProfileStatus.OURS)
                                        ? "Delete it: archtest profiles delete " + status.name()
                                        : "Name another one: --profile %s=NAME".formatted(request.architecture()))));
    }

    private ProfileStatus settled(String profile) {
        try {
            return Awaitility.await()
                    .atMost(limits.settling())
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> reader.status(profile), status -> status.state() == ProfileState.RUNNING_READY);
        } catch (ConditionTimeoutException e) {
            return reader.status(profile);
        }
    }

    private ProfileException tooLong(StartRequest request, Duration limit, CommandRunner.TimedOut cause) {
        return new ProfileException(
                Reason.START_TIMEOUT,
                "Profile '%s' (%s) was not ready after %d s: %s%n  Give it more time (--start-timeout MINUTES), more processors (--cpus), or a simpler CPU (--cpu-type)%s"
                        .formatted(
                                request.profile(),
                                request.architecture(),
                                limit.toSeconds(),
                                cause.getMessage(),
                                MachineLogs.tails(home, request.profile())),
                cause);
    }
}
