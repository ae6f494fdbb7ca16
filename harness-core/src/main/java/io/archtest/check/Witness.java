package io.archtest.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the witness in a component's network wrote: which nonce arrived at which of its ports. */
final class Witness {
    /** What it says when it is ready. */
    static final String LISTENING = "listening";

    private static final Pattern ARRIVED = Pattern.compile("arrived (\\d+) ([0-9a-f]{24})");

    private Witness() {}

    /** Ports by nonce. */
    static Map<String, List<Integer>> arrivals(List<String> lines) {
        Map<String, List<Integer>> arrivals = new HashMap<>();
        for (String line : lines) {
            Matcher arrived = ARRIVED.matcher(line);
            if (arrived.matches()) {
                arrivals.computeIfAbsent(arrived.group(2), key -> new ArrayList<>())
                        .add(Integer.parseInt(arrived.group(1)));
            }
        }
        return arrivals;
    }
}
