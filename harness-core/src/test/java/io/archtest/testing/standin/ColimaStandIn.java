package io.archtest.testing.standin;

import io.archtest.host.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Colima, Lima and QEMU as a test sees them: programs on a PATH, a home, and misbehaviour on request. */
public final class ColimaStandIn implements AutoCloseable {
    private final Path folder;
    private final StandInHome home;

    /** What a machine's engine is. */
    public enum EngineKind {
        /** A Docker daemon; needs root. */
        REAL,
        /** Only says who it is; no container can be had from it. */
        ANSWERING
    }

    public ColimaStandIn(EngineKind kind) {
        try {
            // short: sockets are made far below it
            this.folder = Files.createTempDirectory(Path.of("/tmp"), "cx");
            this.home = new StandInHome(Files.createDirectory(folder.resolve("c")));
            Files.createDirectory(folder.resolve("h"));
            Files.writeString(home.base().resolve("_engine"), kind == EngineKind.REAL ? "real" : "answering");
            Path programs = folder.resolve("bin");
            StandInPrograms.install(programs.resolve("colima"), StandInColima.class);
            StandInPrograms.install(programs.resolve("limactl"), StandInLimactl.class);
            for (String program : List.of("qemu-img", "qemu-system-aarch64", "qemu-system-x86_64")) {
                StandInPrograms.script(programs.resolve(program), "exit 1");
            }
            for (String machine : List.of("aarch64", "x86_64")) {
                Path agents = Files.createDirectories(folder.resolve("share/lima"));
                Files.writeString(agents.resolve("lima-guestagent.Linux-%s.gz".formatted(machine)), "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** COLIMA_HOME. */
    public Path home() {
        return home.base();
    }

    /** The user's HOME, with Docker's contexts and the like. */
    public Path userHome() {
        return folder.resolve("h");
    }

    /** Where the programs are; a test may take some away. */
    public Path programs() {
        return folder.resolve("bin");
    }

    /** The environment in which Colima is this one; the host's programs are found behind it. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", programs() + ":" + System.getenv("PATH"));
        environment.put("HOME", userHome().toString());
        environment.put("COLIMA_HOME", home().toString());
        return environment;
    }

    /** The next {@code command} misbehaves in that way, once; with " always" appended, each one does. */
    public ColimaStandIn misbehaving(String command, String how) {
        StandInHome.append(home().resolve("_faults"), command + " " + how + "\n");
        return this;
    }

    /** What {@code colima --version} answers; a text with a space is printed as it is. */
    public ColimaStandIn version(String version) {
        StandInHome.write(home().resolve("_version"), version);
        return this;
    }

    /** All calls so far: program, arguments, working directory, names of the environment's variables. */
    public List<String> calls() {
        try {
            Path calls = home().resolve("_calls");
            return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A profile that the user made; running if asked for. */
    public void userProfile(String profile, String machine, boolean running) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "arch", machine, "cpus", "2", "memory", "2147483648", "disk", "107374182400", "runtime", "docker"));
        StandInHome.write(home.profile(profile).resolve("colima.yaml"), "made by the user\n");
        StandInHome.write(home.store(profile), "{\"disk_formatted\":true}\n");
        Files.createDirectories(home.disk(profile));
        home.writeSettings(profile, settings);
        if (running) {
            Process process = startByHand(profile, machine);
            StandInMachine.await(() -> !process.isAlive(), java.time.Duration.ofSeconds(90));
        }
    }

    /** {@code colima start} as a user types it. */
    public Process startByHand(String profile, String machine) throws IOException {
        List<String> start =
                List.of(programs().resolve("colima").toString(), "start", "-p", profile, "--arch", machine);
        ProcessBuilder builder = new ProcessBuilder(start)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("start.log").toFile());
        builder.environment().putAll(environment());
        return builder.start();
    }

    /** Lima's word for a profile; empty if there is none. */
    public Optional<String> status(String profile) {
        return home.profiles().contains(profile) ? Optional.of(home.status(profile)) : Optional.empty();
    }

    /** The process that stands for the machine. */
    public Optional<ProcessHandle> machine(String profile) {
        return home.process(profile);
    }

    /** Whether a process runs; one that has ended and that nobody has reaped doesn't. */
    public static boolean alive(ProcessHandle process) {
        return StandInMachine.alive(process);
    }

    /** Makes the files of a profile broken, as Lima calls it. */
    public void breakProfile(String profile) {
        StandInHome.write(home.instance(profile).resolve("broken"), "");
    }

    /** Gives a machine's kernel the handler that Lima registers for Rosetta. */
    public void withRosetta(String profile, boolean enabled) {
        StandInHome.write(
                home.instance(profile).resolve("rosetta"),
                "%s%ninterpreter /mnt/lima-rosetta/rosetta%nflags: OCF%noffset 0%n"
                        .formatted(enabled ? "enabled" : "disabled"));
    }

    /** Ends what answers on the profile's socket, while the machine goes on. */
    public void cutSocket(String profile) {
        StandInHome.write(home.instance(profile).resolve("cut"), "");
        StandInMachine.awaitCut(home, profile);
    }

    @Override
    public void close() throws IOException {
        for (String profile : home.profiles()) {
            StandInMachine.end(home, profile);
        }
        FileTree.remove(folder);
    }
}
