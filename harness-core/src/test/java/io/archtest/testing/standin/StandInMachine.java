package io.archtest.testing.standin;

import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process in place of Lima's host agent and of the virtual machine behind it. Its engine is a real Docker daemon in a
 * network namespace, or, where {@code _engine} in the home says {@code answering}, something that only says who it is.
 */
final class StandInMachine {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(40);

    private StandInMachine() {}

    public static void main(String[] arguments) throws Exception {
        StandInHome home = StandInHome.ofEnvironment();
        String profile = arguments[0];
        String architecture = home.settings(profile).get("arch");
        Path socket = home.socket(profile);
        Files.deleteIfExists(socket);
        Optional<StandInDaemon> daemon = Optional.empty();
        StandInSocket server;
        if (real(home)) {
            daemon = Optional.of(StandInDaemon.start(home, profile));
            server = StandInSocket.forwarding(socket, daemon.get().socket(), architecture);
        } else {
            server = StandInSocket.answering(
                    socket, architecture, home.disk(profile).toString());
        }
        Optional<StandInDaemon> running = daemon;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> running.ifPresent(StandInDaemon::close)));
        Files.createFile(home.instance(profile).resolve("ready"));
        await(() -> Files.exists(home.instance(profile).resolve("cut")), Duration.ofDays(1));
        // a dead ssh master: the machine goes on, its socket and its forwarded ports don't
        server.close();
        Files.createFile(home.instance(profile).resolve("was-cut"));
        new CountDownLatch(1).await();
    }

    private static boolean real(StandInHome home) throws IOException {
        return Files.readString(home.base().resolve("_engine")).strip().equals("real");
    }

    static void spawn(StandInHome home, String profile) throws IOException {
        clear(home, profile);
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(StandInPrograms.java(StandInMachine.class, profile));
        File log = home.instance(profile).resolve("ha.stderr.log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .redirectErrorStream(true)
                .start();
        StandInHome.write(home.instance(profile).resolve("ha.pid"), String.valueOf(process.pid()));
    }

    static void awaitEngine(StandInHome home, String profile) {
        await(
                () -> Files.exists(home.instance(profile).resolve("ready"))
                        || home.process(profile).isEmpty(),
                START);
    }

    static void awaitCut(StandInHome home, String profile) {
        await(() -> Files.exists(home.instance(profile).resolve("was-cut")) && refuses(home.socket(profile)), START);
    }

    private static boolean refuses(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    /** Ends it, and what it started; harmless when it has ended. */
    static void end(StandInHome home, String profile) throws IOException {
        Optional<ProcessHandle> process = home.process(profile);
        if (process.isPresent()) {
            process.get().destroy();
            await(() -> !alive(process.get()), END);
            process.get().destroyForcibly();
        }
        clear(home, profile);
    }

    /** Where nothing reaps orphans, an ended process stays as a zombie. */
    static boolean alive(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return !stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException gone) {
            return false;
        }
    }

    private static void clear(StandInHome home, String profile) throws IOException {
        for (String file : List.of("ha.pid", "ready", "cut", "was-cut")) {
            Files.deleteIfExists(home.instance(profile).resolve(file));
        }
        Files.deleteIfExists(home.socket(profile));
        Files.deleteIfExists(home.disk(profile).resolve("in_use_by"));
    }

    static void await(BooleanSupplier condition, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.getAsBoolean() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
