package io.archtest.profile.colima;

import io.archtest.host.CommandRunner;
import io.archtest.host.CommandRunner.Result;
import io.archtest.host.FileTree;
import io.archtest.model.ArchtestException;
import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileException.Reason;
import io.archtest.profile.ProfileListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts a machine that archtest owns back into a state from which it can be started. */
final class Repairs {
    private final ColimaCli cli;
    private final ColimaHome home;

    Repairs(ColimaCli cli, ColimaHome home) {
        this.cli = cli;
        this.home = home;
    }

    void apply(Failures.Recovery recovery, String profile, ProfileListener listener) {
        switch (recovery) {
            case FORCE_STOP -> forceStop(profile, listener);
            case UNLOCK_DISK -> unlockDisk(profile);
            case REMOVE_NETWORK_PID -> removeNetworkPid(profile, listener);
            case REMOVE_INSTANCE -> removeInstance(profile, listener);
            case NONE -> throw new IllegalArgumentException("nothing to repair");
        }
    }

    /** Like pulling the plug; whether it helped is read back. */
    void forceStop(String profile, ProfileListener listener) {
        Result result;
        try (Progress progress = new Progress(profile, "stopping by force", listener)) {
            result = cli.forceStop(profile, progress);
        } catch (CommandRunner.TimedOut e) {
            throw new ProfileException(
                    Reason.UNRESPONSIVE,
                    "Profile '%s' can't even be stopped by force: %s. End its processes (limactl, qemu) by hand, or restart this host"
                            .formatted(profile, e.getMessage()),
                    e);
        }
        Optional<Instance> after = cli.find(profile);
        if (after.isPresent() && !after.get().status().equals("Stopped")) {
            throw new ProfileException(
                    Reason.BROKEN_INSTANCE,
                    "Profile '%s' is still '%s' after 'colima stop --force', which said: %s. Restart this host if it stays so%s"
                            .formatted(
                                    profile,
                                    after.get().status(),
                                    Text.fatal(result.lines()),
                                    MachineLogs.tails(home, profile)));
        }
    }

    /** Lima up to 2.1.0 keeps the lock of a machine that died (lima-vm/lima#4929). */
    private void unlockDisk(String profile) {
        if (alive(home.instanceFolder(profile))) {
            throw new ProfileException(
                    Reason.DISK_IN_USE,
                    "The data disk of '%s' is in use, and processes of that machine live: see 'limactl list'"
                            .formatted(profile));
        }
        Result unlocked = cli.limactl("disk", "unlock", ColimaHome.instance(profile));
        if (!unlocked.succeeded()) {
            throw Failures.of("unlock the data disk of profile '%s'".formatted(profile), unlocked);
        }
    }

    /** A dead daemon's (abiosoft/colima#938). All machines share it, so none may run. */
    private void removeNetworkPid(String profile, ProfileListener listener) {
        forceStop(profile, listener);
        List<String> running =
                cli.list().stream().filter(Instance::runs).map(Instance::name).toList();
        Path pid = home.lima().resolve("_networks").resolve("user-v2").resolve("usernet_user-v2.pid");
        if (!running.isEmpty()) {
            throw new ProfileException(
                    Reason.BROKEN_INSTANCE,
                    "Lima's network daemon is broken, and other profiles use it: %s. Stop them, and remove %s"
                            .formatted(running, pid));
        }
        removing(pid);
    }

    /** A folder without {@code lima.yaml} is listed by nobody and in everybody's way (abiosoft/colima#1096). */
    private void removeInstance(String profile, ProfileListener listener) {
        try (Progress progress = new Progress(profile, "removing what an earlier start left", listener)) {
            cli.delete(profile, false, progress);
        }
        Path folder = home.instanceFolder(profile);
        if (Files.isDirectory(folder) && !Files.exists(folder.resolve("lima.yaml"))) {
            removing(folder);
        }
    }

    private static void removing(Path path) {
        try {
            FileTree.remove(path);
        } catch (IOException e) {
            throw new ArchtestException("Cannot remove %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    /** Whether a process lives that one of the instance's pid files names. */
    private static boolean alive(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".pid")).anyMatch(Repairs::names);
        } catch (IOException e) {
            throw new ArchtestException("Cannot read %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static boolean names(Path pidFile) {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                    .filter(ProcessHandle::isAlive)
                    .isPresent();
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }
}
