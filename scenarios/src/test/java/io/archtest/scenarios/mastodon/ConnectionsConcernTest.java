package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Too many connections are reported before anything is started, as far as the scenario's text tells. */
class ConnectionsConcernTest {
    private final ScriptedSystem stack = new ScriptedSystem();

    @Test
    void thoseThatDoNotFitAreCountedUp() {
        stack.commands.put("postgres", List.of("postgres", "-c", "max_connections=41"));

        assertThat(DatabaseClaims.concern(stack))
                .contains(
                        "PostgreSQL's max_connections=41 is too few: web 10 + streaming 10 + sidekiq 14 + reserve 5 = 39,"
                                + " and 3 are kept for superusers");
    }

    @Test
    void thoseThatFitAreNoConcern() {
        stack.commands.put("postgres", List.of("postgres", "-c", "max_connections=42"));

        assertThat(DatabaseClaims.concern(stack)).isEmpty();
    }

    @Test
    void whatTheTextDoesNotTellIsNoConcern() {
        assertThat(DatabaseClaims.concern(stack)).isEmpty();
    }
}
