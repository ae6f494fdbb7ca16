package io.archtest.profile;

import io.archtest.host.FileTree;
import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.profile.ProfileException.Reason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The socket of an engine on another machine, forwarded by the system's {@code ssh} with the user's own configuration and
 * keys. The session ends with this process however that ends, since the far side reads what this side never writes.
 */
final class SshTunnel implements AutoCloseable {
    private static final String SCHEME = "ssh://";
    private static final String REMOTE_SOCKET = "/var/run/docker.sock";
    private static final Duration OPENING = Duration.ofSeconds(30);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Process process;
    private final Path folder;
    private final Path socket;

    private SshTunnel(Process process, Path folder, Path socket) {
        this.process = process;
        this.folder = folder;
        this.socket = socket;
    }

    static boolean serves(String endpoint) {
        return endpoint.startsWith(SCHEME);
    }

    /** Opens one to {@code ssh://[user@]host[:port][/path/of/the/socket]}; blocks until it forwards. */
    static SshTunnel open(String endpoint) {
        try {
            Path folder = Files.createTempDirectory("archtest-ssh-");
            Path socket = folder.resolve("engine.sock");
            Process process = new ProcessBuilder(command(endpoint, socket))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            SshTunnel tunnel = new SshTunnel(process, folder, socket);
            try {
                tunnel.awaitForwarding(endpoint);
                return tunnel;
            } catch (RuntimeException e) {
                tunnel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ProfileException(
                    Reason.UNREACHABLE, "Cannot start ssh for '%s': %s".formatted(endpoint, e.getMessage()), e);
        }
    }

    static List<String> command(String endpoint, Path socket) {
        URI uri = parse(endpoint);
        List<String> command = new ArrayList<>(List.of("ssh", "-T", "-o", "BatchMode=yes"));
        command.addAll(List.of("-o", "ExitOnForwardFailure=yes", "-o", "ServerAliveInterval=15"));
        command.addAll(List.of("-o", "ControlMaster=no", "-o", "ControlPath=none"));
        String remote = Optional.ofNullable(uri.getPath())
                .filter(path -> !path.isEmpty() && !path.equals("/"))
                .orElse(REMOTE_SOCKET);
        command.addAll(List.of("-L", socket + ":" + remote));
        if (uri.getPort() >= 0) {
            command.addAll(List.of("-p", String.valueOf(uri.getPort())));
        }
        String host = uri.getUserInfo() == null ? uri.getHost() : uri.getUserInfo() + "@" + uri.getHost();
        command.addAll(List.of("--", host, "cat"));
        return command;
    }

    private static URI parse(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    "'%s' is no address: %s. Expected ssh://[user@]host[:port]".formatted(endpoint, e.getMessage()));
        }
        throw new InvalidRequestException("'%s' names no host. Expected ssh://[user@]host[:port]".formatted(endpoint));
    }

    String localEndpoint() {
        return "unix://" + socket;
    }

    private void awaitForwarding(String endpoint) {
        try {
            Awaitility.await()
                    .atMost(OPENING)
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> accepts() || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            throw new ProfileException(Reason.UNREACHABLE, failure(endpoint, "did not connect within 30 s"), e);
        }
        if (!process.isAlive()) {
            throw new ProfileException(
                    Reason.UNREACHABLE, failure(endpoint, "ended with exit code " + process.exitValue()));
        }
    }

    private boolean accepts() {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return false;
        }
    }

    private String failure(String endpoint, String what) {
        String said;
        try {
            said = Files.readString(folder.resolve("log")).strip();
        } catch (IOException e) {
            said = "";
        }
        return "Cannot reach the engine at '%s': ssh %s and said: %s. Try it by hand: ssh %s docker version"
                .formatted(endpoint, what, said.isEmpty() ? "nothing" : said, endpoint.substring(SCHEME.length()));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            FileTree.remove(folder);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new ArchtestException("Cannot remove %s: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
