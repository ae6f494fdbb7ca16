package io.archtest.scenarios.mastodon;

import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import io.archtest.scenarios.mastodon.PostgresRegisters.Session;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Mastodon works by way of pgbouncer, all of it, in transactions of other clients' connections. Left unasked in a stack
 * without pgbouncer; known by a component's command line and not by where Mastodon was told to go, which may be wrong.
 */
final class PoolerClaims {
    private static final int REQUESTS = 10;
    /** More clients than connections; few enough for {@code max_client_conn}. */
    private static final int SURPLUS = 5;
    /** Room for a tootctl, the checks and a look by hand. */
    private static final int RESERVE = 25;

    private static final String SESSION_POOLING =
            "with pool_mode=session a client keeps its connection until it leaves, and these clients never leave";
    /** What PostgreSQL answers to a client that names a statement of another client's connection. */
    private static final Pattern LOST_STATEMENT =
            Pattern.compile("prepared statement \"[^\"]*\" (does not exist|already exists)");

    private final Function<SystemUnderTest, PostgresRegisters> postgres;
    private final Function<SystemUnderTest, PoolerConsole> pooler;

    PoolerClaims(
            Function<SystemUnderTest, PostgresRegisters> postgres, Function<SystemUnderTest, PoolerConsole> pooler) {
        this.postgres = postgres;
        this.pooler = pooler;
    }

    List<Check> all() {
        return List.of(
                claim("pgbouncer counts the transactions of web and streaming", this::counted),
                claim("PostgreSQL sees Mastodon only through pgbouncer", this::onlyThroughPooler),
                claim("pgbouncer has room for all its clients", this::room),
                claim("more clients than connections are served at once", this::shared),
                claim("no client of pgbouncer relies on prepared statements", this::preparedStatements));
    }

    private interface PoolerQuestion {
        Outcome ask(SystemUnderTest system, String component) throws Exception;
    }

    private static Claim claim(String name, PoolerQuestion question) {
        return Claim.of(name, "pgbouncer", system -> {
            Optional<String> component = DatabaseClients.pooler(system);
            return component.isPresent()
                    ? question.ask(system, component.get())
                    : Outcome.skipped("no component runs pgbouncer");
        });
    }

    /** Each of these requests has to look something up in the database, and finds nothing. */
    private Outcome counted(SystemUnderTest system, String component) throws IOException {
        PoolerConsole console = pooler.apply(system);
        long began = console.transactions();
        String answers = "";
        for (int i = 0; i < REQUESTS; i++) {
            answers = "web's last answer: " + askWeb(system).describe();
        }
        long byWeb = console.transactions() - began;
        for (int i = 0; i < REQUESTS; i++) {
            askStreaming(system);
        }
        long byStreaming = console.transactions() - began - byWeb;
        String counts = "%d for web, %d for streaming, after %d requests each".formatted(byWeb, byStreaming, REQUESTS);
        return byWeb >= REQUESTS && byStreaming >= REQUESTS
                ? Outcome.passed(counts)
                : Outcome.failed(
                        "at least one transaction in SHOW STATS for each request",
                        counts,
                        strays(system, component) + "; " + answers);
    }

    /**
     * By the processes of PostgreSQL, which pgbouncer is told when it connects. Addresses prove nothing here: across
     * architectures both pgbouncer and one who bypasses it come from the relay's or the bridge's address.
     */
    private Outcome onlyThroughPooler(SystemUnderTest system, String component) throws IOException {
        PoolerConsole console = pooler.apply(system);
        try (PostgresRegisters registers = postgres.apply(system)) {
            askWeb(system);
            askStreaming(system);
            // asked twice, since a connection may come or go between two questions
            Set<Integer> own = new HashSet<>(console.processes());
            List<Session> sessions = registers.sessions();
            own.addAll(console.processes());
            List<Session> foreign = sessions.stream()
                    .filter(session -> !own.contains(session.pid()))
                    .toList();
            if (sessions.isEmpty()) {
                return Outcome.failed("sessions of Mastodon in PostgreSQL while it works", "none");
            }
            return foreign.isEmpty()
                    ? Outcome.passed("%d sessions, all of them pgbouncer's: %s".formatted(sessions.size(), sessions))
                    : Outcome.failed(
                            "every session of Mastodon is one of pgbouncer's",
                            "%d of %d are not: %s".formatted(foreign.size(), sessions.size(), foreign),
                            strays(system, component));
        }
    }

    private Outcome room(SystemUnderTest system, String component) {
        PoolerConsole console = pooler.apply(system);
        int clients = DatabaseClients.of(system).stream()
                .filter(client -> client.host().equals(component))
                .mapToInt(DatabaseClients.Client::connections)
                .sum();
        int allowed = console.limits().clients();
        String sum = "clients %d + reserve %d = %d".formatted(clients, RESERVE, clients + RESERVE);
        return clients + RESERVE <= allowed
                ? Outcome.passed("%s, allowed %d".formatted(sum, allowed))
                : Outcome.failed("max_client_conn for " + sum, String.valueOf(allowed));
    }

    private Outcome shared(SystemUnderTest system, String component) {
        PoolerConsole console = pooler.apply(system);
        try (PostgresRegisters registers = postgres.apply(system)) {
            PoolerConsole.Limits limits = console.limits();
            int clients = limits.connections() + SURPLUS;
            PoolerConsole.Crowd crowd = console.crowd(clients);
            int sessions = registers.sessions().size();
            String seen = "%d of %d clients served by %d processes of PostgreSQL, pool_mode=%s, %d connections allowed"
                    .formatted(crowd.served(), clients, crowd.processes().size(), limits.mode(), limits.connections());
            if (crowd.served() < clients) {
                String cause = limits.mode().equals("session") ? SESSION_POOLING : "the next one got no answer";
                return Outcome.failed("all clients served", seen, "%s: %s".formatted(cause, crowd.problem()));
            }
            return sessions <= limits.connections()
                    ? Outcome.passed("%s, %d open".formatted(seen, sessions))
                    : Outcome.failed(
                            "at most %d sessions in PostgreSQL".formatted(limits.connections()),
                            "%d; %s".formatted(sessions, seen),
                            strays(system, component));
        }
    }

    /** By what clients were told, before anything breaks, and by what they logged when something did. */
    private Outcome preparedStatements(SystemUnderTest system, String component) {
        List<String> rails = DatabaseClients.of(system).stream()
                .filter(client -> client.host().equals(component))
                .map(DatabaseClients.Client::component)
                .filter(client -> !client.equals("streaming")) // its driver names no statements
                .toList();
        for (String client : rails) {
            Optional<String> lost = system.log(client).stream()
                    .filter(line -> LOST_STATEMENT.matcher(line).find())
                    .findFirst();
            if (lost.isPresent()) {
                return Outcome.failed(
                        "no statement prepared in another client's connection",
                        "'%s' logged: %s".formatted(client, lost.get()));
            }
        }
        PoolerConsole console = pooler.apply(system);
        List<String> preparing = rails.stream()
                .filter(client ->
                        !system.environment(client, "PREPARED_STATEMENTS").equals(Optional.of("false")))
                .toList();
        PoolerConsole.Limits limits = console.limits();
        if (preparing.isEmpty()) {
            return Outcome.passed("PREPARED_STATEMENTS=false in " + String.join(", ", rails));
        }
        return limits.mode().equals("session") || limits.preparedStatements()
                ? Outcome.passed("pgbouncer keeps them apart for " + String.join(", ", preparing))
                : Outcome.failed(
                        "PREPARED_STATEMENTS=false with pool_mode=%s".formatted(limits.mode()),
                        "not set in " + String.join(", ", preparing),
                        "a statement is prepared in one connection and asked for in another: 'prepared statement \"a1\" does not exist'");
    }

    private static String strays(SystemUnderTest system, String component) {
        List<DatabaseClients.Client> strays = DatabaseClients.of(system).stream()
                .filter(client -> !client.host().equals(component))
                .toList();
        return strays.isEmpty()
                ? "web, streaming and Sidekiq were all told DB_HOST=" + component
                : strays.stream()
                        .map(DatabaseClients.Client::toString)
                        .collect(Collectors.joining(", ", "these go past %s: ".formatted(component), ""));
    }

    private static Answer askWeb(SystemUnderTest system) throws IOException {
        return MastodonHttp.get(system, "/.well-known/webfinger?resource=acct:nobody@" + MastodonHttp.domain(system))
                .send();
    }

    private static void askStreaming(SystemUnderTest system) throws IOException {
        MastodonHttp.streaming(system, "/api/v1/streaming/public/local")
                .withToken("not-a-token")
                .send();
    }
}
