package io.archtest.testing.standin;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * OpenSSH's server in a network namespace, with keys of its own, and a client that knows it.
 *
 * <p>The client reads its configuration from root's home in the user database, whatever HOME says. A test must not write
 * there, so a script of the name {@code ssh} on the test's PATH adds {@code -F} with the test's own file.
 */
final class RemoteSsh implements AutoCloseable {
    static final int PORT = 2222;

    private final Path folder;
    private final Process server;

    private RemoteSsh(Path folder, Process server) {
        this.folder = folder;
        this.server = server;
    }

    static RemoteSsh start(NetworkNamespace namespace, String address, Path folder, Path programs) throws IOException {
        Files.createDirectories(folder);
        for (String key : new String[] {"host", "known", "unknown"}) {
            NetworkNamespace.onHost(
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-f",
                    folder.resolve(key).toString());
        }
        Files.copy(folder.resolve("known.pub"), folder.resolve("authorized"));
        Files.writeString(
                folder.resolve("known_hosts"),
                "[%s]:%d %s".formatted(address, PORT, Files.readString(folder.resolve("host.pub"))));
        client(folder, "known");
        client(folder, "unknown");
        StandInPrograms.script(
                programs.resolve("ssh"),
                "exec /usr/bin/ssh -F \"${STANDIN_SSH:-%s}\" \"$@\"".formatted(folder.resolve("known.config")));
        return new RemoteSsh(folder, serve(namespace, address, folder));
    }

    private static Process serve(NetworkNamespace namespace, String address, Path folder) throws IOException {
        Path settings = Files.writeString(folder.resolve("sshd_config"), """
                ListenAddress %s:%d
                HostKey %s/host
                AuthorizedKeysFile %s/authorized
                StrictModes no
                UsePAM no
                PermitRootLogin prohibit-password
                PidFile none
                """.formatted(address, PORT, folder, folder));
        // its child for the network side is confined to this folder, which the package's service would make
        Path confinement = Path.of("/run/sshd");
        if (!Files.exists(confinement)) {
            Files.createDirectory(
                    confinement, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        Path log = folder.resolve("sshd.log");
        Process server = new ProcessBuilder(namespace.within("/usr/sbin/sshd", "-D", "-e", "-f", settings.toString()))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        StandInMachine.await(() -> listening(log) || !server.isAlive(), Duration.ofSeconds(20));
        if (!listening(log)) {
            server.destroy();
            throw new IOException(
                    "the sshd of a test does not listen (package openssh-server): " + Files.readString(log));
        }
        return server;
    }

    private static void client(Path folder, String key) throws IOException {
        Files.writeString(folder.resolve(key + ".config"), """
                IdentityFile %s/%s
                IdentitiesOnly yes
                UserKnownHostsFile %s/known_hosts
                StrictHostKeyChecking yes
                """.formatted(folder, key, folder));
    }

    private static boolean listening(Path log) {
        try {
            return Files.readString(log).contains("Server listening");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The value of STANDIN_SSH for a client whose key the server doesn't know. */
    Path stranger() {
        return folder.resolve("unknown.config");
    }

    boolean isServer(long pid) {
        return server.pid() == pid;
    }

    @Override
    public void close() throws IOException {
        server.destroy();
        try {
            if (!server.waitFor(5, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
