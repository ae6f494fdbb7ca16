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
 * keys. The session ends with this process however that ends, since the far side reads what this side never writes; a
 * shell around ssh then removes the folder.
 */
final class SshTunnel implements AutoCloseable {
    private static final String SCHEME = "ssh://";
    private static final String SOCKET = "engine.sock";
    private static final String LOG = "log";
    private static final String REMOTE_SOCKET = "/var/run/docker.sock";
    private static final Duration OPENING = Duration.ofSeconds(30);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /**
     * Ctrl-C in a terminal, its closing, and time limits of CI systems signal all processes of the group. Whoever removes
     * containers on the far side then needs the tunnel still, so only the end of this process ends it.
     */
    private static final String SHIELDED =
            "trap '' HUP INT QUIT TERM; \"$@\"; echo $? >\"$0/new\" && mv \"$0/new\" \"$0/ended\"; cat >/dev/null; rm -rf \"$0\"";

    private final String endpoint;
    private final Process process;
    private final Path folder;
    private final Path socket;

    private volatile boolean closed;
    private volatile boolean forwarding;

    private SshTunnel(String endpoint, Process process, Path folder) {
        this.endpoint = endpoint;
        this.process = process;
        this.folder = folder;
        this.socket = folder.resolve(SOCKET);
    }

    static boolean serves(String endpoint) {
        return endpoint.startsWith(SCHEME);
    }

    /** Begins to open one to {@code ssh://[user@]host[:port][/path/of/the/socket]}. */
    static SshTunnel open(String endpoint) {
        parse(endpoint);
        try {
            Path folder = Files.createTempDirectory("archtest-ssh-");
            List<String> command = new ArrayList<>(List.of("sh", "-c", SHIELDED, folder.toString()));
            command.addAll(command(endpoint, folder.resolve(SOCKET)));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(LOG).toFile())
                    .start();
            return new SshTunnel(endpoint, process, folder);
        } catch (IOException e) {
            throw new ProfileException(
                    Reason.UNREACHABLE, "Cannot start ssh for '%s': %s".formatted(endpoint, e.getMessage()), e);
        }
    }

    static List<String> command(String endpoint, Path socket) {
        URI uri = parse(endpoint);
        List<String> command = new ArrayList<>(List.of("ssh", "-T", "-o", "BatchMode=yes"));
        command.addAll(List.of("-o", "ExitOnForwardFailure=yes", "-o", "ServerAliveInterval=15"));
        command.addAll(List.of("-o", "ControlMaster=no", "-o", "ControlPath=none", "-o", "RemoteCommand=none"));
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

    /** Blocks until it forwards, or can't, or is closed. */
    void awaitForwarding() {
        try {
            Awaitility.await()
                    .atMost(OPENING)
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> closed || ended() || accepts());
        } catch (ConditionTimeoutException e) {
            throw new ProfileException(Reason.UNREACHABLE, failure("did not connect within 30 s"), e);
        }
        if (closed) {
            throw new ArchtestException("The connection to '%s' was closed".formatted(endpoint));
        }
        if (ended()) {
            throw new ProfileException(
                    Reason.UNREACHABLE,
                    failure("ended with exit code " + read("ended").strip()));
        }
    }

    private boolean ended() {
        return !process.isAlive() || Files.exists(folder.resolve("ended"));
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

    /** What ssh said, as the end of a message; empty if it said nothing. */
    String said() {
        String said = read(LOG).strip();
        return said.isEmpty() ? "" : ". ssh said: " + said;
    }

    private String failure(String what) {
        String said = read(LOG).strip();
        return "Cannot reach the engine at '%s': ssh %s and said: %s. Try it by hand: docker -H %s version"
                .formatted(endpoint, what, said.isEmpty() ? "nothing" : said, endpoint);
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            process.getOutputStream().close();
            // one that still waits for the other machine doesn't see that its input has ended
            if (!(forwarding || ended()) || !process.waitFor(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
            FileTree.remove(folder);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new ArchtestException("Cannot remove %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private void kill() {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }
}
