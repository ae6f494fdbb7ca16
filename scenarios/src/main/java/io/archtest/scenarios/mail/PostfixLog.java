package io.archtest.scenarios.mail;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Postfix logged of single mails; its lines are its interface to administrators and have kept their form for decades. */
record PostfixLog(List<String> lines) {
    private static final Pattern STATUS = Pattern.compile("\\bto=<([^>]+)>,.*\\bstatus=(\\w+)");
    /** From the queue's number or "NOQUEUE" on; what is before are times and names of processes. */
    private static final Pattern WORDS = Pattern.compile("\\]: (?:\\w+: )?(.*)");

    PostfixLog {
        lines = List.copyOf(lines);
    }

    /** {@code sent}, {@code deferred} or {@code bounced}, by the latest attempt to deliver to that address. */
    Optional<String> status(String recipient) {
        return lines.stream()
                .map(STATUS::matcher)
                .filter(Matcher::find)
                .filter(status -> status.group(1).equals(recipient))
                .map(status -> status.group(2))
                .reduce((earlier, later) -> later);
    }

    /** Whether the mail with that queue number was delivered to that address. */
    boolean sent(String queueId, String recipient) {
        return lines.stream()
                .filter(line -> line.contains(" %s: to=<%s>,".formatted(queueId, recipient)))
                .anyMatch(line -> line.contains("status=sent"));
    }

    /** The latest line about a mail to that address, as it stands there after the process' name. */
    Optional<String> lastWord(String recipient) {
        return lines.stream()
                .filter(line -> line.contains("to=<%s>".formatted(recipient)))
                .reduce((earlier, later) -> later)
                .map(line -> {
                    Matcher words = WORDS.matcher(line);
                    return words.find() ? words.group(1) : line;
                });
    }
}
