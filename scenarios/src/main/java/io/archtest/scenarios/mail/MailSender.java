package io.archtest.scenarios.mail;

import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends mail with curl from inside a component, as an application there would. */
final class MailSender {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** curl shows with {@code --verbose} what the server answers. */
    private static final Pattern ANSWER = Pattern.compile("(?m)^< ([45]\\d\\d .*)$");

    private final String component;
    private final MailRoute route;

    MailSender(String component, MailRoute route) {
        this.component = component;
        this.route = route;
    }

    /** @param refusal the server's words where it refused, curl's where nothing came of it; absent when the mail was taken */
    record Sent(Optional<String> refusal) {}

    Sent send(SystemUnderTest system, String from, String to, String text) {
        String message = String.join(
                "\r\n", "From: <%s>".formatted(from), "To: <%s>".formatted(to), "Subject: archtest", "", text, "");
        long seconds = Math.round(LIMIT.toSeconds() * system.slowness(route.relay()));
        ExecResult result = system.exec(
                component,
                LIMIT.plusSeconds(seconds),
                "sh",
                "-c",
                "printf %s \"$1\" | curl --silent --show-error --verbose --max-time \"$2\" --url \"$3\""
                        + " --mail-from \"$4\" --mail-rcpt \"$5\" --upload-file -",
                "sh",
                message,
                String.valueOf(seconds),
                "smtp://%s:%d/%s".formatted(route.relay(), route.relayPort(), component),
                from,
                to);
        if (result.succeeded()) {
            return new Sent(Optional.empty());
        }
        Matcher answer = ANSWER.matcher(result.errorOutput());
        return new Sent(Optional.of(
                answer.find()
                        ? answer.group(1).strip()
                        : "curl ended with exit code %d: %s"
                                .formatted(result.exitCode(), lastLine(result.errorOutput()))));
    }

    private static String lastLine(String text) {
        String stripped = text.strip();
        return stripped.substring(stripped.lastIndexOf('\n') + 1);
    }
}
