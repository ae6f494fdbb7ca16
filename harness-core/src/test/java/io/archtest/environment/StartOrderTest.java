package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.scenario.Scenario;
import io.archtest.testing.ScenarioFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartOrderTest {
    private final Scenario scenario = new ScenarioFixture()
            .component("mail", List.of(25))
            .component("web", List.of(3000), "db", "prepare")
            .job("prepare", "db")
            .component("db", List.of(5432))
            .build();

    @Test
    void eachComesAfterThoseItDependsOn() {
        assertThat(StartOrder.of(scenario.components()))
                .extracting(Component::name)
                .extracting(ComponentName::value)
                .containsExactly("mail", "db", "prepare", "web");
    }

    @Test
    void followersAreCountedOnceHoweverManyWaysLeadToThem() {
        assertThat(StartOrder.followers(scenario.components()))
                .isEqualTo(Map.of(
                        ComponentName.of("mail"), 0,
                        ComponentName.of("db"), 2,
                        ComponentName.of("prepare"), 1,
                        ComponentName.of("web"), 0));
    }
}
