package io.archtest.testing.standin;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
    private final Process process;
    private final Path socket;
    private final StandInPorts ports;

    private StandInDaemon(int number, Process process, Path socket, StandInPorts ports) {
        this.number = number;
        this.process = process;
        this.socket = socket;
        this.ports = ports;
    }

    static StandInDaemon start(StandInHome home, String profile) throws IOException {
        Path instance = home.instance(profile);
        int number = connect();
        Path socket = instance.resolve("engine.sock");
        ProcessBuilder builder = new ProcessBuilder(
                        "nsenter",
                        "--net=/run/netns/" + namespace(number),
                        "dockerd",
                        "--data-root",
                        home.disk(profile).resolve("datadisk").toString(),
                        "--exec-root",
                        "/run/standin" + number,
                        "-p",
                        instance.resolve("dockerd.pid").toString(),
                        "-H",
                        "unix://" + socket,
                        "--host-gateway-ip",
                        GATEWAY,
                        "--cgroup-parent",
                        namespace(number),
                        "--shutdown-timeout",
                        "3")
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        instance.resolve("serial.log").toFile()))
                .redirectErrorStream(true);
        pretend(builder, instance);
        Process process = builder.start();
        StandInMachine.await(() -> answers(socket) || !process.isAlive(), Duration.ofSeconds(60));
        if (!answers(socket)) {
            throw new IOException("the stand-in's dockerd does not answer; see " + instance.resolve("serial.log"));
        }
        StandInPorts ports = new StandInPorts(socket, address(number), instance.resolve("ha.stderr.log"));
        ports.start();
        return new StandInDaemon(number, process, socket, ports);
    }

    /** Within an emulated machine nothing shows of the emulator; here it would show in the list of processes. */
    private static void pretend(ProcessBuilder builder, Path instance) throws IOException {
        Path folder = instance.resolve("bin");
        StandInPrograms.script(
                folder.resolve("ps"),
                "/usr/bin/ps \"$@\" | sed -E 's#[^ ]*/(aarch64|x86_64)-binfmt-P [^ ]* ##; s#[^ ]*/qemu-(aarch64|x86_64)(-static)? ##'");
        builder.environment().merge("PATH", folder.toString(), (path, own) -> own + File.pathSeparator + path);
    }

    Path socket() {
        return socket;
    }

    private static boolean answers(Path socket) {
        try {
            return Files.exists(socket) && StandInSocket.get(socket, "/_ping").startsWith("OK");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Whoever makes the namespace has the number: the kernel refuses a second one of the name. */
    private static int connect() throws IOException {
        for (int number = 3; number < 250; number++) {
            if (quiet("ip", "netns", "add", namespace(number)) == 0) {
                wire(number);
                return number;
            }
        }
        throw new IOException("no free number for a network namespace; is this run as root?");
    }

    private static void wire(int number) throws IOException {
        quiet("ip", "link", "add", BRIDGE, "type", "bridge");
        quiet("ip", "addr", "add", GATEWAY + "/24", "dev", BRIDGE);
        run("ip", "link", "set", BRIDGE, "up");
        run("sysctl", "-qw", "net.ipv4.conf." + BRIDGE + ".route_localnet=1");
        if (quiet(iptables("-C")) != 0) {
            run(iptables("-A"));
        }
        String inside = "--net=/run/netns/" + namespace(number);
        run("ip", "link", "add", cable(number), "type", "veth", "peer", "name", "eth0", "netns", namespace(number));
        run("ip", "link", "set", cable(number), "master", BRIDGE, "up");
        run("nsenter", inside, "ip", "link", "set", "lo", "up");
        run("nsenter", inside, "ip", "addr", "add", address(number) + "/24", "dev", "eth0");
        run("nsenter", inside, "ip", "link", "set", "eth0", "up");
        run("nsenter", inside, "ip", "route", "add", "default", "via", GATEWAY);
        // what arrives from the host goes to the machine's loopback, where Lima's forwarder would connect to
        run("nsenter", inside, "sysctl", "-qw", "net.ipv4.conf.eth0.route_localnet=1");
        run(
                "nsenter",
                inside,
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
        return java.util.stream.Stream.concat(List.of("iptables", "-t", "nat", action).stream(), TO_LOOPBACK.stream())
                .toArray(String[]::new);
    }

    private static String namespace(int number) {
        return "standin" + number;
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
        process.destroy();
        try {
            if (!process.waitFor(25, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                killContainers();
            }
            quiet("ip", "netns", "delete", namespace(number));
            quiet("ip", "link", "delete", cable(number));
            if (quiet("sh", "-c", "ip -o link | grep -q ' standinv'") != 0) {
                quiet(iptables("-D"));
                quiet("ip", "link", "delete", BRIDGE);
            }
            quiet("rm", "-rf", "/run/standin" + number);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a daemon leaves that had to be killed. */
    private void killContainers() throws IOException {
        quiet("pkill", "-9", "-f", "/run/" + namespace(number) + "/");
        quiet(
                "sh",
                "-c",
                "find /sys/fs/cgroup -path '*/%s/*' -name cgroup.procs -exec cat {} + | sort -u | xargs -r kill -9"
                        .formatted(namespace(number)));
        quiet(
                "sh",
                "-c",
                "awk '{print $2}' /proc/mounts | grep -E '%s|/run/%s/' | xargs -r umount -l"
                        .formatted(socket.getParent().getParent(), namespace(number)));
    }

    private static void run(String... command) throws IOException {
        if (quiet(command) != 0) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }

    private static int quiet(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
