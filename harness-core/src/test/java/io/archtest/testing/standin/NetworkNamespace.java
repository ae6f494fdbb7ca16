package io.archtest.testing.standin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A network of its own on this host, as another machine has one; needs root. */
final class NetworkNamespace implements AutoCloseable {
    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    /** Whoever makes the namespace has the name: the kernel refuses a second one. */
    static Optional<NetworkNamespace> claim(String name) throws IOException {
        return quiet("ip", "netns", "add", name) == 0 ? Optional.of(new NetworkNamespace(name)) : Optional.empty();
    }

    String name() {
        return name;
    }

    /** The command, to be executed within. */
    List<String> within(String... command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + name));
        all.addAll(List.of(command));
        return all;
    }

    void run(String... command) throws IOException {
        onHost(within(command).toArray(String[]::new));
    }

    /** A cable from the host's end to {@code eth0} within, which gets the address; the host is the way to all else. */
    void wire(String hostEnd, String address, String gateway) throws IOException {
        onHost("ip", "link", "add", hostEnd, "type", "veth", "peer", "name", "eth0", "netns", name);
        onHost("ip", "link", "set", hostEnd, "up");
        run("ip", "link", "set", "lo", "up");
        run("ip", "addr", "add", address + "/24", "dev", "eth0");
        run("ip", "link", "set", "eth0", "up");
        run("ip", "route", "add", "default", "via", gateway);
    }

    @Override
    public void close() throws IOException {
        quiet("ip", "netns", "delete", name);
    }

    static void onHost(String... command) throws IOException {
        if (quiet(command) != 0) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }

    static int quiet(String... command) throws IOException {
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
