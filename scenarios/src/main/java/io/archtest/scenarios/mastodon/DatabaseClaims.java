package io.archtest.scenarios.mastodon;

import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.function.ToIntFunction;

/** PostgreSQL has room for all the connections that its clients may open. */
final class DatabaseClaims {
    /** For a job, a tootctl, a backup and a look by hand. */
    private static final int RESERVE = 5;

    private static final int STREAMING_POOL = 10;

    private final ToIntFunction<SystemUnderTest> maximum;

    /** @param maximum asks the database how many connections ordinary users may open */
    DatabaseClaims(ToIntFunction<SystemUnderTest> maximum) {
        this.maximum = maximum;
    }

    List<Check> all() {
        return List.of(Claim.of("PostgreSQL has room for all connections", "postgres", this::room));
    }

    private Outcome room(SystemUnderTest system) {
        int web = Math.max(1, number(system, "web", "WEB_CONCURRENCY", 2)) * number(system, "web", "MAX_THREADS", 5);
        int streaming = number(system, "streaming", "DB_POOL", STREAMING_POOL);
        int sidekiq = SidekiqComponents.queues(system).keySet().stream()
                .mapToInt(component -> SidekiqComponents.concurrency(system, component))
                .sum();
        int needed = web + streaming + sidekiq + RESERVE;
        int allowed = maximum.applyAsInt(system);
        String sum = "web %d + streaming %d + sidekiq %d + reserve %d = %d"
                .formatted(web, streaming, sidekiq, RESERVE, needed);
        return needed <= allowed
                ? Outcome.passed("%s, allowed %d".formatted(sum, allowed))
                : Outcome.failed("max_connections for %s".formatted(sum), "%d for ordinary users".formatted(allowed));
    }

    private static int number(SystemUnderTest system, String component, String variable, int otherwise) {
        return system.environment(component, variable).map(Integer::parseInt).orElse(otherwise);
    }

    /** {@code max_connections} less those kept for superusers. */
    static int ask(SystemUnderTest system) {
        SystemUnderTest.Endpoint endpoint = system.endpoint("postgres", 5432);
        Properties login = new Properties();
        login.setProperty("user", system.environment("web", "DB_USER").orElse("mastodon"));
        login.setProperty("password", system.environment("web", "DB_PASS").orElse(""));
        String limit = String.valueOf(Math.round(10 * system.slowness("postgres")));
        login.setProperty("connectTimeout", limit);
        login.setProperty("socketTimeout", limit);
        String url = "jdbc:postgresql://%s/%s"
                .formatted(endpoint, system.environment("web", "DB_NAME").orElse("mastodon_production"));
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "PostgreSQL at %s could not be asked: %s".formatted(endpoint, e.getMessage()), e);
        }
    }
}
