package io.archtest.testing.standin;

import static io.archtest.testing.standin.NetworkNamespace.onHost;
import static io.archtest.testing.standin.NetworkNamespace.quiet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Docker daemon in a network namespace of its own. A bridge on the host stands in for Lima's user-v2 network: its address
 * 192.168.5.2 leads to the host's loopback, as the gateway does there.
 */
final class StandInDaemon implements AutoCloseable {
    private static final String BRIDGE = "standin0";
    private static final String GATEWAY = "192.168.5.2";
    private static final List<String> TO_LOOPBACK = List.of(
            "PREROUTING", "-i", BRIDGE, "-d", GATEWAY, "-p", "tcp", "-j", "DNAT", "--to-destination", "127.0.0.1");

    private final int number;
    private final NetworkNamespace namespace;
    private final NamespacedDaemon daemon;
    private final StandInPorts ports;

    private StandInDaemon(int number, NetworkNamespace namespace, NamespacedDaemon daemon, StandInPorts ports) {
        this.number = number;
        this.namespace = namespace;
        this.daemon = daemon;
        this.ports = ports;
    }

    static StandInDaemon start(StandInHome home, String profile) throws IOException {
        for (int number = 3; number < 250; number++) {
            Optional<NetworkNamespace> namespace = NetworkNamespace.claim("standin" + number);
            if (namespace.isPresent()) {
                return start(home, profile, number, namespace.get());
            }
        }
        throw new IOException("no free number for a network namespace; is this run as root?");
    }

    private static StandInDaemon start(StandInHome home, String profile, int number, NetworkNamespace namespace)
            throws IOException {
        wire(number, namespace);
        Path instance = home.instance(profile);
        NamespacedDaemon daemon = NamespacedDaemon.start(
                new NamespacedDaemon.Place(
                        namespace,
                        instance,
                        home.disk(profile).resolve("datadisk"),
                        instance.resolve("serial.log"),
                        instance.getParent(),
                        Optional.of(pretence(instance))),
                "--host-gateway-ip",
                GATEWAY);
        StandInPorts ports = new StandInPorts(daemon.socket(), address(number), instance.resolve("ha.stderr.log"));
        ports.start();
        return new StandInDaemon(number, namespace, daemon, ports);
    }

    /** Within an emulated machine nothing shows of the emulator; here it would show in the list of processes. */
    private static Path pretence(Path instance) throws IOException {
        Path folder = instance.resolve("bin");
        StandInPrograms.script(
                folder.resolve("ps"),
                "/usr/bin/ps \"$@\" | sed -E 's#[^ ]*/(aarch64|x86_64)-binfmt-P [^ ]* ##; s#[^ ]*/qemu-(aarch64|x86_64)(-static)? ##'");
        return folder;
    }

    Path socket() {
        return daemon.socket();
    }

    private static void wire(int number, NetworkNamespace namespace) throws IOException {
        quiet("ip", "link", "add", BRIDGE, "type", "bridge");
        quiet("ip", "addr", "add", GATEWAY + "/24", "dev", BRIDGE);
        onHost("ip", "link", "set", BRIDGE, "up");
        onHost("sysctl", "-qw", "net.ipv4.conf." + BRIDGE + ".route_localnet=1");
        if (quiet(iptables("-C")) != 0) {
            onHost(iptables("-A"));
        }
        namespace.wire(cable(number), address(number), GATEWAY);
        onHost("ip", "link", "set", cable(number), "master", BRIDGE, "up");
        // what arrives from the host goes to the machine's loopback, where Lima's forwarder would connect to
        namespace.run("sysctl", "-qw", "net.ipv4.conf.eth0.route_localnet=1");
        namespace.run(
                "iptables",
                "-t",
                "nat",
                "-A",
                "PREROUTING",
                "-i",
                "eth0",
                "-p",
                "tcp",
                "-d",
                address(number),
                "-j",
                "DNAT",
                "--to-destination",
                "127.0.0.1");
    }

    private static String[] iptables(String action) {
        return Stream.concat(Stream.of("iptables", "-t", "nat", action), TO_LOOPBACK.stream())
                .toArray(String[]::new);
    }

    private static String cable(int number) {
        return "standinv" + number;
    }

    private static String address(int number) {
        return "192.168.5." + number;
    }

    @Override
    public void close() {
        ports.close();
        daemon.close();
        try {
            namespace.close();
            quiet("ip", "link", "delete", cable(number));
            if (quiet("sh", "-c", "ip -o link | grep -q ' standinv'") != 0) {
                quiet(iptables("-D"));
                quiet("ip", "link", "delete", BRIDGE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
