package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.archtest.check.Check;
import io.archtest.model.Outcome;
import io.archtest.scenarios.mastodon.PostgresRegisters.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is claimed of pgbouncer holds where all goes through it, and fails for one fault at a time. */
class PoolerClaimsFaultsTest {
    private static final String ONLY = "PostgreSQL sees Mastodon only through pgbouncer";
    private static final String COUNTED = "pgbouncer counts the transactions of web and streaming";
    private static final String SHARED = "more clients than connections are served at once";
    private static final String PREPARED = "no client of pgbouncer relies on prepared statements";
    private static final String ROOM = "PostgreSQL has room for all connections";

    private final ScriptedSystem system = new ScriptedSystem();
    private final ScriptedPostgres postgres = new ScriptedPostgres();
    private final ScriptedPooler pooler = new ScriptedPooler();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        system.commands.put(
                "pgbouncer", List.of("/entrypoint.sh", "/usr/bin/pgbouncer", "/etc/pgbouncer/pgbouncer.ini"));
        system.variables.put("DB_HOST", "pgbouncer");
        system.variables.put("PREPARED_STATEMENTS", "false");
        postgres.sessions.add(new Session(101, "172.18.0.5"));
        postgres.sessions.add(new Session(102, "172.18.0.5"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String component = exchange.getRequestURI().getPath().startsWith("/api/v1/streaming") ? "streaming" : "web";
            // each request is one transaction, of pgbouncer's where the component was sent there
            if (system.environment(component, "DB_HOST").orElse("").equals("pgbouncer")) {
                pooler.transactions++;
            }
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        system.httpPort = server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aHealthyStackPassesAllOfThem() throws Exception {
        for (Check check : checks().toList()) {
            assertThat(check.ask(system)).as(check.name()).isInstanceOf(Outcome.Passed.class);
        }
    }

    @Test
    void aStackWithoutPgbouncerIsNotAskedAboutIt() throws Exception {
        system.commands.remove("pgbouncer");
        system.variables.put("DB_HOST", "postgres");

        assertThat(check(ONLY).ask(system)).isEqualTo(Outcome.skipped("no component runs pgbouncer"));
        assertThat(check(SHARED).ask(system)).isEqualTo(Outcome.skipped("no component runs pgbouncer"));
    }

    @Test
    void aWebThatGoesPastPgbouncerIsNamed() throws Exception {
        system.variables.put("web.DB_HOST", "postgres");
        // by address it can't be told from pgbouncer: across architectures all come from the relay
        postgres.sessions.add(new Session(177, "172.18.0.5"));

        assertThat(failure(ONLY).actual()).isEqualTo("1 of 3 are not: [process 177 from 172.18.0.5]");
        assertThat(failure(ONLY).cause()).contains("these go past pgbouncer: web (DB_HOST=postgres)");
        assertThat(failure(COUNTED).actual()).startsWith("0 for web, 10 for streaming");
        assertThat(failure(COUNTED).cause()).contains("web (DB_HOST=postgres)");
    }

    @Test
    void aStreamingThatGoesPastPgbouncerIsNamed() throws Exception {
        system.variables.put("streaming.DB_HOST", "postgres");

        assertThat(failure(COUNTED).actual()).startsWith("10 for web, 0 for streaming");
        assertThat(failure(COUNTED).cause()).contains("streaming (DB_HOST=postgres)");
    }

    @Test
    void aStrangerInTheDatabaseIsCaught() throws Exception {
        postgres.sessions.add(new Session(4711, "172.18.0.9"));

        assertThat(failure(ONLY).cause()).isEqualTo("web, streaming and Sidekiq were all told DB_HOST=pgbouncer");
    }

    @Test
    void silenceIsNoProof() throws Exception {
        postgres.sessions.clear();

        assertThat(failure(ONLY).actual()).isEqualTo("none");
    }

    @Test
    void sessionPoolingStarvesClientsAndIsNamed() throws Exception {
        pooler.mode = "session";

        assertThat(failure(SHARED).actual())
                .startsWith("15 of 20 clients served")
                .contains("pool_mode=session");
        assertThat(failure(SHARED).cause())
                .contains("keeps its connection until it leaves")
                .contains("Read timed out");
    }

    @Test
    void preparedStatementsInTransactionPoolingAreFoundBeforeTheyBreak() throws Exception {
        system.variables.put("sidekiq-push.PREPARED_STATEMENTS", "true");

        assertThat(failure(PREPARED).actual()).isEqualTo("not set in sidekiq-push");
        assertThat(failure(PREPARED).expected()).isEqualTo("PREPARED_STATEMENTS=false with pool_mode=transaction");

        pooler.preparedStatements = true;
        assertThat(check(PREPARED).ask(system)).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void aPreparedStatementThatWasLostIsFoundInTheLog() throws Exception {
        pooler.preparedStatements = true;
        system.log("web", "PG::InvalidSqlStatementName (ERROR:  prepared statement \"a7\" does not exist)");

        assertThat(failure(PREPARED).actual()).startsWith("'web' logged: ").contains("\"a7\" does not exist");
    }

    @Test
    void aPoolLargerThanPostgresAllowsIsCountedUp() throws Exception {
        pooler.connections = 100;

        assertThat(failure(ROOM).expected()).isEqualTo("max_connections for pgbouncer 100 + reserve 5 = 105");
        assertThat(failure(ROOM).actual()).isEqualTo("37 for ordinary users");
    }

    @Test
    void whoGoesPastPgbouncerCountsOnTopOfItsPool() throws Exception {
        system.variables.put("web.DB_HOST", "postgres");
        postgres.allowed = 29;

        // web 2 x 5
        assertThat(failure(ROOM).expected()).isEqualTo("max_connections for web 10 + pgbouncer 15 + reserve 5 = 30");
    }

    @Test
    void withoutPgbouncerAllClientsAreCountedUp() throws Exception {
        system.commands.remove("pgbouncer");
        system.variables.put("DB_HOST", "postgres");
        postgres.allowed = 38;

        // web 2 x 5, streaming 10, seven Sidekiqs with 2 each, 5 in reserve
        assertThat(failure(ROOM).expected())
                .isEqualTo("max_connections for web 10 + streaming 10 + sidekiq 14 + reserve 5 = 39");
        postgres.allowed = 39;
        assertThat(check(ROOM).ask(system)).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void fewerPlacesThanClientsAreCountedUp() throws Exception {
        pooler.maxClients = 50;

        assertThat(failure("pgbouncer has room for all its clients").expected())
                .isEqualTo("max_client_conn for clients 34 + reserve 25 = 59");
    }

    @Test
    void moreSessionsThanThePoolAllowsAreCaught() throws Exception {
        pooler.connections = 1;

        assertThat(failure(SHARED).expected()).isEqualTo("at most 1 sessions in PostgreSQL");
    }

    private Stream<Check> checks() {
        return Stream.concat(
                new DatabaseClaims(any -> postgres, any -> pooler).all().stream(),
                new PoolerClaims(any -> postgres, any -> pooler).all().stream());
    }

    private Check check(String name) {
        return checks().filter(claim -> claim.name().equals(name)).findFirst().orElseThrow();
    }

    private Outcome.Failed failure(String name) throws Exception {
        Outcome outcome = check(name).ask(system);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcome;
    }
}
