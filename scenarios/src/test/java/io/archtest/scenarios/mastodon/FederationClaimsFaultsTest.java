package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.check.Check;
import io.archtest.model.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two instances that get on well, and one fault at a time: the claim that it belongs to fails and names the cause. */
class FederationClaimsFaultsTest {
    private static final String TAKES = "instance a takes a request that is signed well";
    private static final String SIGNS = "instance a signs its answer so that anybody can verify it";
    private static final String FINDS = "instance a finds somebody on instance b by name";
    private static final String FOLLOWS = "instance b accepts a follow from instance a";
    private static final String POST = "a post on instance b arrives on the home timeline on instance a";

    private final ScriptedFediverse fediverse = new ScriptedFediverse();

    FederationClaimsFaultsTest() throws IOException {}

    @AfterEach
    void stop() {
        fediverse.close();
    }

    @Test
    void healthyInstancesPassAllOfThem() throws Exception {
        assertThat(outcomes())
                .hasSize(24)
                .allSatisfy((claim, outcome) -> assertThat(outcome).as(claim).isInstanceOf(Outcome.Passed.class));
    }

    @Test
    void aRefusedSignUpLeavesTheRestUnasked() throws Exception {
        fediverse.fault = "sign-up";

        Map<String, Outcome> outcomes = outcomes();

        assertThat(failed(outcomes, "somebody signs up on instance a").actual()).contains("status 422");
        assertThat(outcomes.get(FINDS)).isEqualTo(Outcome.skipped("nobody signed up on instance a"));
        assertThat(outcomes.get(POST)).isEqualTo(Outcome.skipped("the follow was not accepted"));
    }

    @Test
    void aTootctlThatFailsIsCaught() throws Exception {
        fediverse.fault = "tootctl";

        assertThat(failed(outcomes(), "somebody signs up on instance b").actual())
                .contains("exit code 1");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsCaught() throws Exception {
        fediverse.curlExitCode = 60;

        Outcome.Failed failed = failed(outcomes(), "instance b is found from inside instance a");

        assertThat(failed.actual()).contains("curl exit code 60");
        assertThat(failed.cause()).contains("web-a does not trust the edge's certificate");
    }

    @Test
    void aNameThatDoesNotResolveIsCaught() throws Exception {
        fediverse.curlExitCode = 6;

        assertThat(failed(outcomes(), "instance a is found from inside instance b")
                        .cause())
                .contains("network alias");
    }

    @Test
    void anotherServersAnswerIsCaught() throws Exception {
        fediverse.fault = "subject";

        assertThat(failed(outcomes(), "instance b is found from inside instance a")
                        .actual())
                .contains("nobody@a.test");
    }

    @Test
    void aClockThatIsHoursAheadIsCaught() throws Exception {
        fediverse.skew = Duration.ofHours(3);

        Outcome.Failed failed = failed(outcomes(), "the clock of instance a is right");

        assertThat(failed.actual()).matches("1(0799|0800|0801) s off");
        assertThat(failed.cause()).contains("signatures carry the time");
    }

    @Test
    void anInboxThatTakesWhatIsNotSignedWellIsCaught() throws Exception {
        assertRefusalMissed("takes unsigned", "instance a refuses an unsigned request");
        assertRefusalMissed("takes changed", "instance a refuses a request whose body was changed after it was signed");
        assertRefusalMissed("takes other key", "instance a refuses a request signed by another key than the actor's");
        assertRefusalMissed("takes old", "instance a refuses a request signed a day ago");
    }

    @Test
    void anInboxThatSaysNoAndActsAllTheSameIsCaught() throws Exception {
        fediverse.fault = "acts on all";

        assertThat(failed(outcomes(), TAKES).cause()).contains("acted on a request that it should have refused");
    }

    @Test
    void anInboxThatTakesNothingIsCaught() throws Exception {
        fediverse.fault = "deaf";

        Map<String, Outcome> outcomes = outcomes();

        assertThat(failed(outcomes, TAKES).actual()).startsWith("status 401");
        assertThat(outcomes.get(SIGNS)).isInstanceOf(Outcome.Skipped.class);
    }

    @Test
    void aSignatureThatNobodyElseCanVerifyIsCaught() throws Exception {
        assertSignatureCaught("signs with another key", "by another key, or over something else");
        assertSignatureCaught("signs the date only", "leaves out [(request-target), host, digest]");
        assertSignatureCaught("signs as another", "signed with the key 'https://c.test/users/carol");
        assertSignatureCaught("does not sign", "signed with the key ''");
    }

    @Test
    void anAnswerThatNeverComesIsTracedToTheQueue() throws Exception {
        fediverse.fault = "silent";
        redis("redis-a").length = queue -> queue.equals("push") ? 2 : 0;

        Outcome.Failed failed = failed(outcomes(), SIGNS);

        assertThat(failed.actual()).isEqualTo("none");
        assertThat(failed.cause()).isEqualTo("redis-a: 2 waiting in queue push, which nobody works on");
    }

    @Test
    void aSearchThatDoesNotResolveIsCaught() throws Exception {
        fediverse.fault = "search";
        fediverse.logs.put(
                "web-a",
                java.util.List.of(
                        "Webfinger query for bob@b.test failed: Requests to private network addresses are disallowed"));

        Outcome.Failed failed = failed(outcomes(), FINDS);

        assertThat(failed.actual()).contains("\"accounts\":[]");
        assertThat(failed.cause()).contains("private network addresses are disallowed");
    }

    @Test
    void aFollowThatIsNeverAcceptedIsTracedToTheQueue() throws Exception {
        fediverse.fault = "follow";
        redis("redis-b").length = queue -> queue.equals("ingress") ? 1 : 0;

        Outcome.Failed failed = failed(outcomes(), FOLLOWS);

        assertThat(failed.actual()).contains("\"following\":false");
        assertThat(failed.cause()).contains("redis-b: 1 waiting in queue ingress");
    }

    @Test
    void aRefusedDeliveryIsNamedWithTheAnswerThatItGot() throws Exception {
        fediverse.fault = "follow";
        redis("redis-a").failures.add("ActivityPub::DeliveryWorker (https://b.test/inbox returned code 401)");

        assertThat(failed(outcomes(), FOLLOWS).cause()).contains("sidekiq-a: ActivityPub::DeliveryWorker", "code 401");
    }

    @Test
    void aFollowerThatTheOtherSideDoesNotKnowIsCaught() throws Exception {
        fediverse.fault = "followers";

        assertThat(failed(outcomes(), FOLLOWS).expected()).contains("among the followers");
    }

    @Test
    void aPostThatIsNotDeliveredIsCaught() throws Exception {
        fediverse.fault = "delivery";

        Outcome.Failed failed = failed(outcomes(), POST);

        assertThat(failed.expected()).contains("https://b.test/ap/users/1/statuses/7 on the home timeline");
        assertThat(failed.cause()).isEqualTo("no job waits or failed, and web refused nothing");
    }

    private void assertRefusalMissed(String fault, String claim) throws Exception {
        fediverse.fault = fault;

        assertThat(failed(outcomes(), claim).actual()).startsWith("status 202");
    }

    private void assertSignatureCaught(String fault, String actual) throws Exception {
        fediverse.fault = fault;

        assertThat(failed(outcomes(), SIGNS).actual()).contains(actual);
    }

    private ScriptedRedis redis(String component) {
        ScriptedRedis redis = fediverse.registers.get(component);
        assertThat(redis).isNotNull();
        return redis;
    }

    private static Outcome.Failed failed(Map<String, Outcome> outcomes, String claim) {
        assertThat(outcomes.get(claim)).as(claim).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcomes.get(claim);
    }

    private Map<String, Outcome> outcomes() throws Exception {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Check check : FederationChecks.checks((system, component) -> redis(component), ScriptedFediverse::keys)) {
            outcomes.put(check.name(), check.ask(fediverse));
        }
        return outcomes;
    }
}
