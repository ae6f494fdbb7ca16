package io.archtest.testing.standin;

import static io.archtest.testing.standin.NetworkNamespace.quiet;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real Docker daemon in a network namespace, which shares nothing with the host's own. */
final class NamespacedDaemon implements AutoCloseable {
    private final Place place;
    private final Process process;

    /**
     * Where it lives.
     *
     * @param folder for its socket and its pid
     * @param data for images and containers
     * @param mounts the folder below which it mounts things
     * @param programs found before the host's own
     */
    record Place(NetworkNamespace namespace, Path folder, Path data, Path log, Path mounts, Optional<Path> programs) {
        Path socket() {
            return folder.resolve("engine.sock");
        }

        private String state() {
            return "/run/" + namespace.name();
        }
    }

    private NamespacedDaemon(Place place, Process process) {
        this.place = place;
        this.process = process;
    }

    /** Blocks until it answers. */
    static NamespacedDaemon start(Place place, String... options) throws IOException {
        String name = place.namespace().name();
        List<String> command = new ArrayList<>(place.namespace().within("dockerd"));
        command.addAll(List.of("--data-root", place.data().toString(), "--exec-root", place.state()));
        command.addAll(List.of("-p", place.folder().resolve("dockerd.pid").toString()));
        command.addAll(List.of("-H", "unix://" + place.socket(), "--cgroup-parent", name, "--shutdown-timeout", "3"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(place.log().toFile()))
                .redirectErrorStream(true);
        place.programs()
                .ifPresent(folder -> builder.environment()
                        .merge("PATH", folder.toString(), (path, own) -> own + File.pathSeparator + path));
        Process process = builder.start();
        NamespacedDaemon daemon = new NamespacedDaemon(place, process);
        StandInMachine.await(() -> daemon.answers() || !process.isAlive(), Duration.ofSeconds(60));
        if (!daemon.answers()) {
            daemon.close();
            throw new IOException("the dockerd of a test does not answer:\n" + Files.readString(place.log()));
        }
        return daemon;
    }

    Path socket() {
        return place.socket();
    }

    private boolean answers() {
        try {
            return Files.exists(socket())
                    && StandInSocket.get(socket(), "/_ping").startsWith("OK");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends it with all its containers. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(25, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                killContainers();
            }
            quiet("rm", "-rf", place.state());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a daemon leaves that had to be killed. */
    private void killContainers() throws IOException {
        quiet("pkill", "-9", "-f", place.state() + "/");
        quiet(
                "sh",
                "-c",
                "find /sys/fs/cgroup -path '*/%s/*' -name cgroup.procs -exec cat {} + | sort -u | xargs -r kill -9"
                        .formatted(place.namespace().name()));
        quiet(
                "sh",
                "-c",
                "awk '{print $2}' /proc/mounts | grep -E '%s|%s/' | xargs -r umount -l"
                        .formatted(place.mounts(), place.state()));
    }
}
