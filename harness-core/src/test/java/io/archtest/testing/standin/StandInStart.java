package io.archtest.testing.standin;

import static io.archtest.testing.standin.StandInLog.fatal;
import static io.archtest.testing.standin.StandInLog.info;
import static io.archtest.testing.standin.StandInLog.lima;
import static io.archtest.testing.standin.StandInLog.warn;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** {@code colima start} of the stand-in, with each way in which the real one is known to fail or to lie. */
final class StandInStart {
    private static final long GIB = 1L << 30;

    private final StandInHome home;

    StandInStart(StandInHome home) {
        this.home = home;
    }

    int run(List<String> arguments) throws Exception {
        StandInFlags flags;
        try {
            flags = StandInFlags.parse(arguments, StandInFlags.START);
        } catch (StandInFlags.Unknown unknown) {
            System.err.println("Error: " + unknown.getMessage() + "\nUsage:\n  colima start [profile] [flags]\n");
            return fatal(String.valueOf(unknown.getMessage()));
        }
        String profile = flags.profile();
        StandInHome.write(home.profile(profile).resolve("colima.yaml"), String.join(" ", arguments) + "\n");
        boolean existed = home.profiles().contains(profile);
        if (existed && home.status(profile).equals("Running")) {
            warn("already running, ignoring");
            return 0;
        }
        info("starting " + StandInColima.display(profile));
        info("runtime: docker");
        if (existed && home.status(profile).equals("Broken")) {
            return fatal("error starting vm: error at 'starting': errors inspecting instance: [failed to get ha.pid]");
        }
        if (!existed && Files.isDirectory(home.instance(profile))) {
            lima("fatal", "instance `%s` already exists".formatted(StandInHome.id(profile)));
            return fatal("error starting vm: error at 'creating and starting': exit status 1");
        }
        info(existed ? "starting ..." : "creating and starting ...", "vm");
        return boot(profile, existed, flags);
    }

    private int boot(String profile, boolean existed, StandInFlags flags) throws Exception {
        Files.createDirectories(home.disk(profile));
        int early = failsEarly(profile);
        if (early != 0) {
            return early;
        }
        Map<String, String> settings = new LinkedHashMap<>(
                existed ? home.settings(profile) : Map.of("arch", architecture(flags.get("arch", "x86_64"))));
        if (existed && !settings.get("arch").equals(architecture(flags.get("arch", settings.get("arch"))))) {
            warn("'architecture' cannot be updated after initial setup, discarded");
        }
        settings.put("cpus", flags.get("cpus", "2"));
        settings.put("memory", String.valueOf((long) (Double.parseDouble(flags.get("memory", "2")) * GIB)));
        settings.put("disk", String.valueOf(Long.parseLong(flags.get("disk", "100")) * GIB));
        if (home.misbehaves("start", "other-architecture")) {
            settings.put("arch", settings.get("arch").equals("x86_64") ? "aarch64" : "x86_64");
        }
        home.writeSettings(profile, settings);
        lima("info", "Starting the instance `%s` with internal VM driver `qemu`".formatted(StandInHome.id(profile)));
        StandInMachine.spawn(home, profile);
        lima("info", "[hostagent] Waiting for the essential requirement 1 of 4: `ssh`");
        int late = failsLate(profile);
        if (late >= 0) {
            return late;
        }
        StandInMachine.awaitEngine(home, profile);
        lima("info", "READY. Run `limactl shell %s` to open the shell.".formatted(StandInHome.id(profile)));
        info("provisioning ...", "docker");
        StandInDocker.createContext(
                home, profile, !flags.get("activate", "true").equals("false"));
        info("starting ...", "docker");
        settings.put("runtime", "docker");
        home.writeSettings(profile, settings);
        StandInHome.write(home.store(profile), "{\"disk_formatted\":true,\"disk_runtime\":\"docker\"}\n");
        if (home.misbehaves("start", "socket-dies")) {
            StandInHome.write(home.instance(profile).resolve("cut"), "");
            StandInMachine.awaitCut(home, profile);
        }
        info("done");
        return 0;
    }

    /** Before there is an instance. Returns 0 when nothing was asked for. */
    private int failsEarly(String profile) throws IOException {
        if (home.misbehaves("start", "download")) {
            return fatal(
                    "error starting vm: error at 'creating and starting': error getting qcow image: error during image download: error resolving download URL 'https://example.invalid/ubuntu.raw.gz'");
        }
        if (home.misbehaves("start", "no-space")) {
            return fatal(
                    "error starting vm: error at 'creating and starting': write /colima/disk: no space left on device");
        }
        if (home.misbehaves("start", "no-qemu")) {
            return fatal(
                    "error starting vm: error at 'creating and starting': qemu is required to emulate aarch64: qemu-img not found, run 'brew install qemu' to install");
        }
        if (home.misbehaves("start", "no-guest-agent")) {
            lima(
                    "fatal",
                    "guest agent binary could not be found for Linux-aarch64 (Hint: try installing `lima-additional-guestagents` package)");
            return fatal("error starting vm: error at 'creating and starting': exit status 1");
        }
        if (home.misbehaves("start", "disk-in-use")
                || Files.exists(home.disk(profile).resolve("in_use_by"))) {
            if (!Files.exists(home.disk(profile).resolve("in_use_by"))) {
                Files.createSymbolicLink(home.disk(profile).resolve("in_use_by"), home.instance(profile));
            }
            lima(
                    "fatal",
                    "failed to run attach disk `%s`, in use by instance `%s`"
                            .formatted(StandInHome.id(profile), StandInHome.id(profile)));
            return fatal("error starting vm: error at 'starting': exit status 1");
        }
        if (home.misbehaves("start", "network-pid") || Files.exists(home.networkPid())) {
            StandInHome.write(home.networkPid(), "999999999");
            lima("fatal", "[hostagent] fd_connect: connection refused");
            return fatal("error starting vm: error at 'starting': exit status 1");
        }
        return 0;
    }

    /** While it boots. Returns -1 when nothing was asked for. */
    private int failsLate(String profile) throws InterruptedException {
        if (home.misbehaves("start", "endless")) {
            StandInHome.append(
                    home.instance(profile).resolve("serial.log"),
                    "[ 12.3] waiting for a root device that never comes\n");
            new CountDownLatch(1).await();
        }
        if (home.misbehaves("start", "boot-limit")) {
            StandInHome.append(home.instance(profile).resolve("serial.log"), "[ 599.9] still unpacking initramfs\n");
            lima("fatal", "did not receive an event with the `running` status");
            return fatal("error starting vm: error at 'starting': exit status 1");
        }
        if (home.misbehaves("start", "host-agent-died")) {
            StandInHome.write(home.instance(profile).resolve("broken"), "");
            return fatal("error starting vm: error at 'starting': vz driver is running but host agent is not");
        }
        if (home.misbehaves("start", "unprovisioned")) {
            // what a first, killed 'colima start' leaves: the next one finds it running and is content
            StandInHome.write(home.instance(profile).resolve("cut"), "");
            StandInMachine.awaitCut(home, profile);
            warn("already running, ignoring");
            return 0;
        }
        return -1;
    }

    /** Whatever isn't known silently becomes the host's, as in environment/vm.go. */
    private static String architecture(String word) {
        return switch (word) {
            case "aarch64", "arm64", "arm", "m1" -> "aarch64";
            default -> "x86_64";
        };
    }
}
