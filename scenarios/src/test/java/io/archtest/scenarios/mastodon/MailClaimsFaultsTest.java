package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.check.Check;
import io.archtest.model.Outcome;
import io.archtest.scenarios.mail.MailRoute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The claims on mail hold for an instance as it should be, and fail for each fault with its cause. */
class MailClaimsFaultsTest {
    private static final String ARRIVES = "the confirmation mail arrives through Postfix";
    private static final String CONFIRMS = "the link in the mail confirms the account";
    private static final String OUTAGE =
            "without the smarthost a sign-up's mail waits in Postfix, and arrives when it is back";

    private final ScriptedSystem system = new ScriptedSystem();
    private ScriptedInstance instance;

    @BeforeEach
    void start() throws IOException {
        instance = new ScriptedInstance(system);
    }

    @AfterEach
    void stop() throws IOException {
        instance.close();
    }

    @Test
    void anInstanceAsItShouldBePassesAllOfThem() throws Exception {
        Map<String, Outcome> outcomes = outcomes();

        assertThat(outcomes)
                .hasSize(3)
                .allSatisfy((claim, outcome) -> assertThat(outcome).as(claim).isInstanceOf(Outcome.Passed.class));
        assertThat(outcomes.get(ARRIVES))
                .isEqualTo(Outcome.passed("mastodon.test -> postfix.mastodon.test -> mailpit, there as 4D2A0"));
    }

    @Test
    void onlyTheOutageIsOptIn() {
        MailClaims claims = new MailClaims(MailRoute.USUAL, new Person());

        assertThat(claims.all()).allSatisfy(claim -> assertThat(claim.tags()).isEmpty());
        assertThat(claims.outages())
                .allSatisfy(claim -> assertThat(claim.tags()).containsExactly("degradation"));
    }

    @Test
    void aCatcherThatIsDownIsNamed() throws Exception {
        instance.mail.close();

        Map<String, Outcome> outcomes = outcomes();

        assertFailed(outcomes, ARRIVES, "none", "the mail catcher 'mailpit' gave no good answer");
        assertThat(outcomes.get(CONFIRMS)).isEqualTo(Outcome.skipped("no link arrived"));
    }

    @Test
    void aRelayToTheWrongPeerIsNamed() throws Exception {
        instance.mail.relayHost = "web";

        assertFailed(outcomes(), ARRIVES, "none", "'postfix' logged: to=<archtest", "relay=web");
    }

    @Test
    void aMailAroundPostfixIsCaught() throws Exception {
        instance.mail.around = true;

        assertFailed(outcomes(), ARRIVES, "mastodon.test -> mailpit", "it was sent around 'postfix'");
    }

    @Test
    void aSenderThatPostfixRefusesIsNamed() throws Exception {
        instance.mail.allowedDomain = "mastodon.example";

        Map<String, Outcome> outcomes = outcomes();

        assertFailed(outcomes, ARRIVES, "none", "554 5.7.1", "from=<notifications@mastodon.test>");
        assertFailed(outcomes, OUTAGE, "no attempt to deliver it", "554 5.7.1");
    }

    @Test
    void aMailThatNobodySentIsNamed() throws Exception {
        instance.mail.relayHost = "nowhere";
        instance.mail.silent = true;

        assertFailed(outcomes(), ARRIVES, "none", "'postfix' has not seen it either");
    }

    @Test
    void anotherSenderIsCaught() throws Exception {
        instance.sender = "root@mastodon.test";

        assertFailed(outcomes(), ARRIVES, "From: root@mastodon.test", "");
    }

    @Test
    void aMailWithoutTheLinkIsCaught() throws Exception {
        instance.text = link -> link.replace("mastodon.test", "localhost:3000");

        Map<String, Outcome> outcomes = outcomes();

        assertFailed(outcomes, ARRIVES, "https://localhost:3000/auth/confirmation", "");
        assertThat(outcomes.get(CONFIRMS)).isEqualTo(Outcome.skipped("no link arrived"));
    }

    @Test
    void aLinkWithAWrongTokenIsCaught() throws Exception {
        instance.text = link -> link.replace("confirmation_token=", "confirmation_token=x");

        assertFailed(
                outcomes(),
                CONFIRMS,
                "status 403",
                "the link in the mail was answered with status 200, body 'Confirmation");
    }

    @Test
    void aLinkThatConfirmsNothingIsCaught() throws Exception {
        instance.fault = "confirmation";

        assertFailed(outcomes(), CONFIRMS, "status 403", "the link in the mail was answered with status 200");
    }

    @Test
    void aMailThatIsGivenUpInTheOutageIsCaught() throws Exception {
        instance.mail.whileDown = "bounced";

        assertFailed(outcomes(), OUTAGE, "status bounced", "Connection refused");
    }

    @Test
    void aMailThatIsNotTriedAgainIsCaught() throws Exception {
        instance.mail.forgetful = true;

        assertFailed(outcomes(), OUTAGE, "none", "status=deferred");
    }

    @Test
    void aSignUpThatFailsWithTheSmarthostIsCaught() throws Exception {
        List<Check> outage = new MailClaims(MailRoute.USUAL, new Person()).outages();
        instance.fault = "sign-up";

        assertThat(outage.get(0).ask(system))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.actual()).contains("Validation failed"));
    }

    private static void assertFailed(Map<String, Outcome> outcomes, String claim, String actual, String... cause) {
        assertThat(outcomes.get(claim)).as(claim).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.actual()).contains(actual);
            assertThat(failed.cause()).contains(cause);
        });
    }

    private Map<String, Outcome> outcomes() throws Exception {
        Person user = new Person();
        assertThat(user.signUp(system)).isInstanceOf(Outcome.Passed.class);
        MailClaims claims = new MailClaims(MailRoute.USUAL, user);
        List<Check> checks = new ArrayList<>(claims.all());
        checks.addAll(claims.outages());
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Check check : checks) {
            outcomes.put(check.name(), check.ask(system));
        }
        return outcomes;
    }
}
