package io.archtest.profile.colima;

import io.archtest.host.CommandRunner;
import io.archtest.model.ArchtestException;
import io.archtest.profile.ProfileListener;
import io.archtest.profile.ProfileState;

/** The end of a machine that archtest owns, with all that Colima leaves of it. Used under {@link HomeLock}. */
final class MachineEnd {
    private static final ColimaVersion DELETE_DATA = new ColimaVersion(0, 9, 0);

    private final ColimaCli cli;
    private final ColimaHome home;
    private final Marks marks;
    private final MachineReader reader;
    private final Repairs repairs;
    private final Leftovers leftovers;

    MachineEnd(
            ColimaCli cli, ColimaHome home, Marks marks, MachineReader reader, Repairs repairs, Leftovers leftovers) {
        this.cli = cli;
        this.home = home;
        this.marks = marks;
        this.reader = reader;
        this.repairs = repairs;
        this.leftovers = leftovers;
    }

    /** Gracefully, else by force. */
    void stop(String profile, ProfileListener listener) {
        try (Progress progress = new Progress(profile, "stopping", listener)) {
            cli.stop(profile, progress);
        } catch (CommandRunner.TimedOut e) {
            listener.notice("%s did not stop in time: it is stopped by force".formatted(profile));
        }
        if (reader.status(profile).state() != ProfileState.STOPPED) {
            repairs.forceStop(profile, listener);
        }
        marks.stopped(profile);
        leftovers.removeContext(profile);
    }

    /** With its data: a later machine of the name would be given it. */
    void delete(String profile, ProfileListener listener) {
        try (Progress progress = new Progress(profile, "deleting", listener)) {
            cli.delete(profile, cli.version().atLeast(DELETE_DATA), progress);
        } catch (CommandRunner.TimedOut e) {
            repairs.forceStop(profile, listener);
            cli.delete(profile, cli.version().atLeast(DELETE_DATA), line -> {});
        }
        if (cli.find(profile).isPresent()) {
            throw new ArchtestException(
                    "Profile '%s' is still there after 'colima delete --force'; see 'colima list' and 'limactl list'%s"
                            .formatted(profile, MachineLogs.tails(home, profile)));
        }
        leftovers.remove(profile);
    }
}
