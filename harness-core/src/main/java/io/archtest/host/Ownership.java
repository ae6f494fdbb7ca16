package io.archtest.host;

import io.archtest.model.ArchtestException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who started something: {@code <host name>/<pid>/<start of that process in ms>}. The start time makes it unique over
 * reuse of process ids and reboots, so that what a killed archtest left behind can be told from what a living one uses.
 */
public record Ownership(String label) {

    private static final Pattern LABEL = Pattern.compile("([^/]+)/(\\d+)/(\\d+)");

    /** This process. */
    public static Ownership ofThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new Ownership("%s/%d/%d".formatted(hostName(), self.pid(), startOf(self)));
    }

    /**
     * Whether the owner certainly lives no more. Another host's, or one whose label isn't understood, is never called
     * dead: nobody here can know.
     */
    public boolean dead() {
        Matcher parts = LABEL.matcher(label);
        if (!parts.matches() || !parts.group(1).equals(hostName())) {
            return false;
        }
        return process().isEmpty();
    }

    /** The owner, if it is a process of this host that lives. */
    public Optional<ProcessHandle> process() {
        Matcher parts = LABEL.matcher(label);
        if (!parts.matches() || !parts.group(1).equals(hostName())) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(parts.group(2)))
                .filter(process -> startOf(process) == Long.parseLong(parts.group(3)));
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().replace('/', '_');
        } catch (UnknownHostException e) {
            String name = System.getenv("HOSTNAME");
            if (name == null || name.isBlank()) {
                throw new ArchtestException("This host does not know its own name; set HOSTNAME", e);
            }
            return name;
        }
    }
}
