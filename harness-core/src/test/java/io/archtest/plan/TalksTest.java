package io.archtest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.scenario.Scenario;
import io.archtest.testing.ScenarioFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which links are asked for, and why others aren't: what nobody asks for must not be waited for, nor pass for asked. */
class TalksTest {
    @Test
    void eachPortThatTheOtherOneExposesIsAskedFor() {
        Talks.Talk talk =
                only(new ScenarioFixture().component("db", List.of(5432, 5433)).component("web", List.of(), "db"));

        assertThat(talk.link()).hasToString("web -> db");
        assertThat(talk.ports()).containsExactly(5432, 5433);
        assertThat(talk.unasked()).isEmpty();
    }

    @Test
    void aJobHasEndedWhenConnectionsAreAskedFor() {
        Talks.Talk talk =
                only(new ScenarioFixture().component("db", List.of(5432)).job("migrate", "db"));

        assertThat(talk.ports()).isEmpty();
        assertThat(talk.unasked()).isEqualTo("'migrate' is a job, and has ended when connections are asked for");
    }

    private static Talks.Talk only(ScenarioFixture fixture) {
        Scenario scenario = fixture.build();
        List<Talks.Talk> talks =
                Talks.of(scenario, Groups.of(scenario, true), Map.of()).talks();
        assertThat(talks).hasSize(1);
        return talks.get(0);
    }
}
