package io.archtest.scenarios.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.check.Check;
import io.archtest.engine.ExecResult;
import io.archtest.model.Outcome;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The relay's claims on a stack in memory, and one fault at a time that they must catch and name. */
class RelayClaimsFaultsTest {
    private static final String ARRIVES = "a mail arrives at the smarthost with its text";
    private static final String WAY = "it came by way of Postfix";
    private static final String FOREIGN = "a sender of a foreign domain is refused";
    private static final String OUTAGE = "without the smarthost a mail waits in Postfix, and arrives when it is back";

    private ScriptedMail mail;
    private RelaySystem system;

    @BeforeEach
    void start() throws IOException {
        mail = new ScriptedMail("postfix.relay.test");
        mail.allowedDomain = "relay.test";
        system = new RelaySystem(mail);
    }

    @AfterEach
    void stop() {
        mail.close();
    }

    @Test
    void aRelayAsItShouldBePassesAllOfThem() throws Exception {
        Map<String, Outcome> outcomes = outcomes();

        assertThat(outcomes)
                .hasSize(4)
                .allSatisfy((claim, outcome) -> assertThat(outcome).as(claim).isInstanceOf(Outcome.Passed.class));
        assertThat(outcomes.get(WAY))
                .isEqualTo(Outcome.passed("sender -> postfix.relay.test -> mailpit, there as 4D2A0"));
        assertThat(outcomes.get(FOREIGN).toString()).contains("554 5.7.1");
        assertThat(outcomes.get(OUTAGE).toString()).contains("deferred while 'mailpit' was down");
    }

    @Test
    void aCatcherThatIsDownIsNamed() throws Exception {
        mail.close();

        assertFailed(outcomes(), ARRIVES, "", "the mail catcher 'mailpit' gave no good answer to GET /api/v1/search");
    }

    @Test
    void aRelayToTheWrongPeerIsNamed() throws Exception {
        mail.relayHost = "web";

        Map<String, Outcome> outcomes = outcomes();

        assertFailed(
                outcomes, ARRIVES, "none", "'postfix' logged: to=<first-", "relay=web", "lost connection with web");
        assertThat(outcomes).extractingByKeys(WAY, FOREIGN, OUTAGE).containsOnly(Outcome.skipped("nothing arrived"));
    }

    @Test
    void aMailAroundPostfixIsCaught() throws Exception {
        mail.around = true;

        Map<String, Outcome> outcomes = outcomes();

        assertFailed(outcomes, WAY, "sender -> mailpit", "it was sent around 'postfix'");
        assertFailed(outcomes, FOREIGN, "accepted", "'postfix' relays for everybody");
        assertFailed(outcomes, OUTAGE, "no attempt to deliver it", "'postfix' has not seen it");
    }

    @Test
    void somethingElseInPostfixsNameIsCaught() throws Exception {
        mail.silent = true;

        assertFailed(outcomes(), WAY, "nothing about that address", "something else calls itself postfix.relay.test");
    }

    @Test
    void anOpenRelayIsCaught() throws Exception {
        mail.allowedDomain = "";

        assertFailed(outcomes(), FOREIGN, "accepted", "it should for ALLOWED_SENDER_DOMAINS 'relay.test'");
    }

    @Test
    void aRefusedMailThatArrivesIsCaught() throws Exception {
        mail.leaky = true;

        assertFailed(outcomes(), FOREIGN, "it did", "");
    }

    @Test
    void aRefusalForNowOnlyIsCaught() throws Exception {
        mail.refusal = "450 4.7.1";

        assertFailed(outcomes(), FOREIGN, "450 4.7.1", "");
    }

    @Test
    void anOwnSenderThatIsRefusedIsNamed() throws Exception {
        mail.allowedDomain = "other.test";

        assertFailed(outcomes(), ARRIVES, "554 5.7.1", "");
    }

    @Test
    void aRelayThatDoesNotAnswerIsNamed() throws Exception {
        system.curl = Optional.of(new ExecResult(7, "", "* connect\ncurl: (7) Failed to connect to postfix port 587"));

        assertFailed(outcomes(), ARRIVES, "curl ended with exit code 7: curl: (7) Failed to connect to postfix", "");
    }

    @Test
    void aTextThatChangedIsCaught() throws Exception {
        system.garbled = true;

        assertFailed(outcomes(), ARRIVES, "text '?", "");
    }

    @Test
    void aMailThatIsGivenUpInTheOutageIsCaught() throws Exception {
        mail.whileDown = "bounced";

        assertFailed(outcomes(), OUTAGE, "status bounced", "Connection refused");
    }

    @Test
    void aMailThatIsNotTriedAgainIsCaught() throws Exception {
        mail.forgetful = true;

        assertFailed(outcomes(), OUTAGE, "none", "status=deferred");
    }

    private static void assertFailed(Map<String, Outcome> outcomes, String claim, String actual, String... cause) {
        assertThat(outcomes.get(claim)).as(claim).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.actual()).contains(actual);
            assertThat(failed.cause()).contains(cause);
        });
    }

    private Map<String, Outcome> outcomes() throws Exception {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Check check : new RelayClaims(MailRoute.USUAL, "sender").all()) {
            outcomes.put(check.name(), check.ask(system));
        }
        return outcomes;
    }
}
