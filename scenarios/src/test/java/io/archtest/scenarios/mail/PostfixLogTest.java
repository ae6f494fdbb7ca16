package io.archtest.scenarios.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines that Postfix 3.7 wrote. */
class PostfixLogTest {
    private static final String DEFERRED =
            "Nov 25 14:16:27 postfix postfix/smtp[354]: 90E2B3161FF: to=<w@elsewhere.test>, relay=mailpit[192.168.0.2]:1025, delay=3, delays=0.01/0/3/0, dsn=4.4.2, status=deferred (lost connection with mailpit[192.168.0.2] while receiving the initial server greeting)";
    private static final String SENT =
            "Nov 25 14:16:33 postfix postfix/smtp[354]: 90E2B3161FF: to=<w@elsewhere.test>, relay=mailpit[192.168.0.2]:1025, delay=9.1, delays=9.1/0/0/0, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as bf31d83fe64247ddb5d45e884c7f9713)";
    private static final String REFUSED =
            "Nov 25 14:16:23 postfix postfix/smtpd[345]: NOQUEUE: reject: RCPT from unknown[192.168.0.1]: 554 5.7.1 <u@elsewhere.test>: Recipient address rejected: Access denied; from=<s@foreign.invalid> to=<u@elsewhere.test> proto=ESMTP helo=<sender>";

    private final PostfixLog log = new PostfixLog(List.of(DEFERRED, REFUSED, SENT));

    @Test
    void theLatestAttemptCounts() {
        assertThat(log.status("w@elsewhere.test")).contains("sent");
        assertThat(new PostfixLog(List.of(DEFERRED)).status("w@elsewhere.test")).contains("deferred");
        assertThat(log.status("u@elsewhere.test")).isEmpty();
        assertThat(log.status("x@elsewhere.test")).isEmpty();
    }

    @Test
    void aMailIsKnownByItsNumberAndItsRecipient() {
        assertThat(log.sent("90E2B3161FF", "w@elsewhere.test")).isTrue();
        assertThat(log.sent("90E2B3161F", "w@elsewhere.test")).isFalse();
        assertThat(log.sent("90E2B3161FF", "u@elsewhere.test")).isFalse();
        assertThat(new PostfixLog(List.of(DEFERRED)).sent("90E2B3161FF", "w@elsewhere.test"))
                .isFalse();
    }

    @Test
    void theLastWordIsWithoutTimeAndProcess() {
        assertThat(log.lastWord("u@elsewhere.test"))
                .hasValueSatisfying(
                        words -> assertThat(words).startsWith("reject: RCPT from unknown[192.168.0.1]: 554 5.7.1"));
        assertThat(log.lastWord("w@elsewhere.test"))
                .hasValueSatisfying(words -> assertThat(words).startsWith("to=<w@elsewhere.test>, relay=mailpit"));
        assertThat(log.lastWord("x@elsewhere.test")).isEmpty();
    }
}
