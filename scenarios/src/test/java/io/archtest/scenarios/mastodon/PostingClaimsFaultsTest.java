package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.check.Check;
import io.archtest.model.Outcome;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person's way through a small server, and one fault at a time. */
class PostingClaimsFaultsTest {
    private final ScriptedSystem system = new ScriptedSystem();
    private final ScriptedRedis redis = new ScriptedRedis();
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
    void aHealthyInstancePassesAllOfThem() throws Exception {
        system.patient = true;

        assertThat(outcomes())
                .hasSize(9)
                .allSatisfy((claim, outcome) -> assertThat(outcome).as(claim).isInstanceOf(Outcome.Passed.class));
    }

    @Test
    void aRefusedSignUpFailsAndSkipsWhatRestsOnIt() throws Exception {
        instance.fault = "sign-up";

        Map<String, Outcome> outcomes = outcomes();

        assertFailed(outcomes, "a user signs up through the API", "Validation failed");
        assertThat(outcomes.get("an account is confirmed with tootctl"))
                .isEqualTo(Outcome.skipped("no user signed up"));
        assertThat(outcomes.get("a WebSocket subscriber receives a post"))
                .isEqualTo(Outcome.skipped("no user is confirmed"));
        assertThat(outcomes.get("the post shows on the home timeline"))
                .isEqualTo(Outcome.skipped("nothing was posted"));
    }

    @Test
    void aTokenThatWorksBeforeConfirmationIsCaught() throws Exception {
        instance.fault = "early";

        assertFailed(outcomes(), "a user signs up through the API", "status 200");
    }

    @Test
    void withoutACatcherTootctlConfirmsTheUser() throws Exception {
        system.patient = true;
        system.commands.remove("mailpit");

        Map<String, Outcome> outcomes = outcomes();

        assertThat(outcomes.get("the confirmation mail arrives through Postfix"))
                .isEqualTo(Outcome.skipped("no component 'mailpit' to look at mails"));
        assertThat(outcomes.get("the link in the mail confirms the account"))
                .isEqualTo(Outcome.skipped("no link arrived"));
        assertThat(outcomes.get("a WebSocket subscriber receives a post")).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void aTootctlThatFailsIsCaught() throws Exception {
        system.tootctlExitCode = 1;

        Map<String, Outcome> outcomes = outcomes();

        assertFailed(outcomes, "tootctl opens registrations", "exit code 1");
        assertFailed(outcomes, "an account is confirmed with tootctl", "exit code 1");
    }

    @Test
    void aServerThatNeverSubscribesIsCaught() throws Exception {
        redis.subscribers = 0;

        assertFailed(outcomes(), "a WebSocket subscriber receives a post", "it does not");
    }

    @Test
    void aPostThatIsNotDeliveredIsCaught() throws Exception {
        instance.fault = "delivery";

        assertFailed(outcomes(), "a WebSocket subscriber receives a post", "received instead: nothing");
    }

    @Test
    void aPostThatIsMissingFromATimelineIsCaught() throws Exception {
        instance.fault = "timeline";

        Map<String, Outcome> outcomes = outcomes();

        assertFailed(outcomes, "the post shows on the public timeline", "status 200, body '[]'");
        assertFailed(outcomes, "the post shows on the home timeline", "status 200, body '[]'");
    }

    @Test
    void anUnknownUserInWebfingerIsCaught() throws Exception {
        instance.fault = "webfinger";

        assertFailed(outcomes(), "webfinger finds the user", "status 404");
    }

    private static void assertFailed(Map<String, Outcome> outcomes, String claim, String actual) {
        assertThat(outcomes.get(claim))
                .as(claim)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.actual()).contains(actual));
    }

    private Map<String, Outcome> outcomes() throws Exception {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Check check : new PostingClaims(any -> redis).all()) {
            if (!check.name().equals("streaming refuses a wrong token")) {
                outcomes.put(check.name(), check.ask(system));
            }
        }
        return outcomes;
    }
}
