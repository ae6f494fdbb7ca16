package io.archtest.scenarios.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.scenarios.mail.CaughtMail.Hop;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Received headers as Mailpit and Postfix write them. */
class CaughtMailTest {
    private static final Hop BY_MAILPIT = Hop.parse(
            "from postfix.relay.test (unknown [192.168.16.1]) by mailpit (Mailpit) with SMTP for <w@elsewhere.test>; Wed, 25 Nov 2026 14:16:23 +0000 (UTC)");
    private static final Hop BY_POSTFIX = Hop.parse(
            "from sender (unknown [192.168.0.1]) by postfix.relay.test (Postfix) with ESMTP id 90E2B3161FF for <w@elsewhere.test>; Wed, 25 Nov 2026 14:16:23 +0000 (UTC)");

    @Test
    void aHopSaysFromWhomByWhomAndUnderWhichNumber() {
        assertThat(BY_MAILPIT).isEqualTo(new Hop("postfix.relay.test", "mailpit", ""));
        assertThat(BY_POSTFIX).isEqualTo(new Hop("sender", "postfix.relay.test", "90E2B3161FF"));
    }

    @Test
    void whatIsNoHopIsNobodys() {
        assertThat(Hop.parse("(qmail 1 invoked by uid 0)")).isEqualTo(new Hop("?", "?", ""));
    }

    @Test
    void theWayIsDescribedInTheOrderOfTravel() {
        assertThat(new CaughtMail("a@b", "", "", List.of(BY_MAILPIT, BY_POSTFIX)).describeWay())
                .isEqualTo("sender -> postfix.relay.test -> mailpit");
        assertThat(new CaughtMail("a@b", "", "", List.of()).describeWay()).isEqualTo("no Received header");
    }
}
