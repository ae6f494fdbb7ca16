package io.archtest.scenarios.mail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A mail as the catcher keeps it.
 *
 * @param hops its Received headers, the last hop first
 */
public record CaughtMail(String from, String subject, String text, List<Hop> hops) {
    public CaughtMail {
        hops = List.copyOf(hops);
    }

    /**
     * What one server wrote of how it got the mail.
     *
     * @param from what the client called itself
     * @param by what the server calls itself
     * @param id the server's own number for the mail; empty where it gives none
     */
    public record Hop(String from, String by, String id) {
        private static final Pattern RECEIVED =
                Pattern.compile("^from (\\S+).*?\\bby (\\S+)(?:.*?\\bid (\\w+))?", Pattern.DOTALL);

        static Hop parse(String header) {
            Matcher parts = RECEIVED.matcher(header.strip());
            return parts.find()
                    ? new Hop(parts.group(1), parts.group(2), parts.group(3) == null ? "" : parts.group(3))
                    : new Hop("?", "?", "");
        }
    }

    /** The hops in the order of travel, for messages. */
    String describeWay() {
        if (hops.isEmpty()) {
            return "no Received header";
        }
        List<Hop> travelled = new ArrayList<>(hops);
        Collections.reverse(travelled);
        return travelled.get(0).from()
                + travelled.stream().map(hop -> " -> " + hop.by()).collect(Collectors.joining());
    }
}
