package io.archtest.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what tcpdump wrote in a component's network: which nonce arrived at which of its ports. */
final class Witness {
    private static final Pattern PACKET = Pattern.compile("IP6? \\S+ > \\S+\\.(\\d+): Flags");
    private static final Pattern NONCE = Pattern.compile("ARCHTEST ([0-9a-f]{24})");

    private Witness() {}

    /** Ports by nonce. */
    static Map<String, List<Integer>> arrivals(List<String> lines) {
        Map<String, List<Integer>> arrivals = new HashMap<>();
        int port = 0;
        for (String line : lines) {
            Matcher packet = PACKET.matcher(line);
            if (packet.find()) {
                port = Integer.parseInt(packet.group(1));
            }
            Matcher nonce = NONCE.matcher(line);
            while (nonce.find()) {
                arrivals.computeIfAbsent(nonce.group(1), key -> new ArrayList<>())
                        .add(port);
            }
        }
        return arrivals;
    }
}
