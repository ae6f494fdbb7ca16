package io.archtest.testing.standin;

import static io.archtest.testing.standin.NetworkNamespace.onHost;
import static io.archtest.testing.standin.NetworkNamespace.quiet;

import io.archtest.host.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A second machine as its network shows it: an address of its own, where a real Docker engine answers behind TLS and a real
 * ssh server lets a user in. It shares the kernel with the host, so its architecture is the host's. Needs root.
 */
public final class RemoteMachine implements AutoCloseable {
    private static final int TLS_PORT = 2376;

    private final Path folder;
    private final int number;
    private final NetworkNamespace namespace;
    private final RemoteCertificates certificates;
    private final NamespacedDaemon daemon;
    private final RemoteSsh ssh;

    private RemoteMachine(Path folder, int number, NetworkNamespace namespace) throws IOException {
        this.folder = folder;
        this.number = number;
        this.namespace = namespace;
        namespace.wire(cable(), address(), hostAddress());
        onHost("ip", "addr", "add", hostAddress() + "/24", "dev", cable());
        onHost("ip", "addr", "add", unreachableHostAddress() + "/32", "dev", cable());
        namespace.run("ip", "route", "add", "unreachable", unreachableHostAddress() + "/32");
        this.certificates = new RemoteCertificates(folder.resolve("certificates"));
        Path server = certificates.server("server", address());
        Path instance = Files.createDirectory(folder.resolve("d"));
        this.daemon = NamespacedDaemon.start(
                new NamespacedDaemon.Place(
                        namespace,
                        instance,
                        instance.resolve("data"),
                        instance.resolve("log"),
                        instance,
                        Optional.empty()),
                "-H",
                tlsEndpoint(),
                "--tlsverify",
                "--tlscacert",
                server.resolve("ca.pem").toString(),
                "--tlscert",
                server.resolve("cert.pem").toString(),
                "--tlskey",
                server.resolve("key.pem").toString());
        this.ssh = RemoteSsh.start(namespace, address(), folder.resolve("ssh"), folder.resolve("bin"));
    }

    /** Starts one; blocks until engine and ssh server answer. */
    public static RemoteMachine start() throws IOException {
        for (int number = 1; number < 250; number++) {
            Optional<NetworkNamespace> claimed = NetworkNamespace.claim("standinfar" + number);
            if (claimed.isPresent()) {
                // short: sockets are made far below it
                Path folder = Files.createTempDirectory(Path.of("/tmp"), "far");
                Files.createDirectory(folder.resolve("t"));
                try {
                    return new RemoteMachine(folder, number, claimed.get());
                } catch (IOException e) {
                    quiet(
                            "sh",
                            "-c",
                            "ip netns pids %s | xargs -r kill"
                                    .formatted(claimed.get().name()));
                    claimed.get().close();
                    throw e;
                }
            }
        }
        throw new IOException("no free number for a network namespace; is this run as root?");
    }

    /** Where this host and its containers reach the machine. */
    public String address() {
        return "10.231.%d.2".formatted(number);
    }

    /** Where the machine and its containers reach this host. */
    public String hostAddress() {
        return "10.231.%d.1".formatted(number);
    }

    /** Another address of this host, to which the machine has no way. */
    public String unreachableHostAddress() {
        return "10.231.%d.200".formatted(number);
    }

    public String tlsEndpoint() {
        return "tcp://%s:%d".formatted(address(), TLS_PORT);
    }

    public String sshEndpoint() {
        return "ssh://root@%s:%d%s".formatted(address(), RemoteSsh.PORT, daemon.socket());
    }

    public RemoteCertificates certificates() {
        return certificates;
    }

    /** Certificates of an authority that the engine doesn't know. */
    public RemoteCertificates strangersCertificates() throws IOException {
        return new RemoteCertificates(folder.resolve("strangers"));
    }

    /** A server behind TLS that is no engine: whoever gets as far as asking it is answered with nothing. */
    public Listener listener(Path certificate) throws IOException {
        return new Listener(certificate);
    }

    /** With a Docker store, an ssh client and a folder for temporary files that are the test's own. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        environment.put("DOCKER_CONFIG", folder.resolve("docker").toString());
        environment.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary());
        return environment;
    }

    /** With a key that the ssh server doesn't know. */
    public Map<String, String> strangersEnvironment() {
        Map<String, String> environment = environment();
        environment.put("STANDIN_SSH", ssh.stranger().toString());
        return environment;
    }

    /** archtest's folder for temporary files. */
    public Path temporary() {
        return folder.resolve("t");
    }

    /** Makes a context by the real docker program. */
    public void context(String name, String endpoint, String... furtherFields) throws IOException {
        List<String> fields = new ArrayList<>(List.of("host=" + endpoint));
        fields.addAll(List.of(furtherFields));
        onHost(
                "env",
                "DOCKER_CONFIG=" + folder.resolve("docker"),
                "docker",
                "context",
                "create",
                name,
                "--docker",
                String.join(",", fields));
    }

    /** The fields for {@link #context} that name all three files of a folder. */
    public static String[] files(Path folder) {
        return new String[] {
            "ca=" + folder.resolve("ca.pem"), "cert=" + folder.resolve("cert.pem"), "key=" + folder.resolve("key.pem")
        };
    }

    /** What the machine's own docker program says. */
    public List<String> docker(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker", "-H", "unix://" + daemon.socket()));
        command.addAll(List.of(arguments));
        return output(command);
    }

    /** The processes that ssh sessions run on the machine. */
    public List<String> sessions() throws IOException {
        return processes("cat");
    }

    /** Ends all ssh sessions, as a lost network does in the end; the server goes on. */
    public void cutSessions() throws IOException {
        for (String pid : processes("sshd")) {
            if (!ssh.isServer(Long.parseLong(pid))) {
                onHost("kill", "-9", pid);
            }
        }
    }

    /** What was left there on purpose. */
    public void removeContainers() throws IOException {
        for (String container : docker("ps", "-aq")) {
            docker("rm", "-f", container);
        }
        docker("network", "prune", "-f");
        docker("volume", "prune", "-f");
    }

    private List<String> processes(String name) throws IOException {
        List<String> found = new ArrayList<>();
        for (String pid : output(List.of("ip", "netns", "pids", namespace.name()))) {
            Path file = Path.of("/proc", pid, "comm");
            if (Files.exists(file) && Files.readString(file).strip().equals(name)) {
                found.add(pid);
            }
        }
        return found;
    }

    /** Processes of this host that belong to tunnels of archtest to this machine. */
    public List<String> tunnels() {
        return ProcessHandle.allProcesses()
                .filter(StandInMachine::alive)
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(temporary() + "/archtest-ssh-"))
                .toList();
    }

    /** What archtest has left in its folder for temporary files. */
    public List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(temporary())) {
            return files.filter(file -> file.getFileName().toString().startsWith("archtest"))
                    .toList();
        }
    }

    private static List<String> output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private String cable() {
        return "standinfar" + number;
    }

    @Override
    public void close() throws IOException {
        ssh.close();
        daemon.close();
        namespace.close();
        quiet("ip", "link", "delete", cable());
        FileTree.remove(folder);
    }

    /** {@code openssl s_server} on the machine. */
    public final class Listener implements AutoCloseable {
        private static final int PORT = 2377;
        private final Process process;

        private Listener(Path certificate) throws IOException {
            process = new ProcessBuilder(namespace.within(
                            "openssl",
                            "s_server",
                            "-quiet",
                            "-accept",
                            address() + ":" + PORT,
                            "-cert",
                            certificate.resolve("cert.pem").toString(),
                            "-key",
                            certificate.resolve("key.pem").toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }

        public String endpoint() {
            return "tcp://%s:%d".formatted(address(), PORT);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
