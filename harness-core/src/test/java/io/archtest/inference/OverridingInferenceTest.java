package io.archtest.inference;

import static io.archtest.inference.EdgeInferenceTest.read;
import static io.archtest.inference.EdgeInferenceTest.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.ComponentName;
import io.archtest.model.Edge;
import io.archtest.model.InvalidRequestException;
import io.archtest.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the author says wins, what is known better wins, and nothing is guessed where it could only alarm. */
class OverridingInferenceTest {
    private static final String STACK = """
            services:
              web:
                image: web
                depends_on: [db]
                environment: { DATABASE_URL: "postgres://db:5432/app", CACHE_URL: "redis://redis:6379", METRICS: "http://db:9187" }
              db: { image: db, expose: ["5432"] }
              redis: { image: redis }
            x-archtest:
            """;

    @TempDir
    Path folder;

    @Test
    void aDeclaredEdgeSaysAllAboutItsLink() throws IOException {
        Scenario scenario = read(folder, STACK + "  edges: [{ from: web, to: db, port: 5432 }]");

        assertThat(scenario.edges()).containsExactly(new Edge(ComponentName.of("web"), ComponentName.of("db"), 5432));
        assertThat(words(scenario)).containsExactly("web -> redis:6379 asked");
        assertThat(scenario.component(ComponentName.of("db")).ports()).containsExactly(5432);
    }

    @Test
    void onePortOrAWholeLinkCanBeIgnored() throws IOException {
        Scenario port = read(folder, STACK + "  edges: [{ from: web, to: db, port: 9187, ignore: true }]");
        Scenario link = read(folder, STACK + "  edges: [{ from: web, to: db, ignore: true }]");

        assertThat(words(port)).containsExactly("web -> db:5432 asked", "web -> redis:6379 asked");
        assertThat(words(link)).containsExactly("web -> redis:6379 asked");
        assertThat(link.inference().ignores(ComponentName.of("web"), ComponentName.of("db")))
                .isTrue();
        assertThat(port.inference().ignores(ComponentName.of("web"), ComponentName.of("db")))
                .isFalse();
        assertThat(link.inference().notes()).isEmpty();
    }

    @Test
    void anIgnoredEdgeThatNobodyInfersIsNoted() throws IOException {
        Scenario scenario = read(folder, STACK + "  edges: [{ from: redis, to: web, ignore: true }]");

        assertThat(scenario.inference().notes())
                .singleElement()
                .satisfies(note -> assertThat(note).contains("redis -> web has no effect"));
    }

    @Test
    void inferenceCanBeSwitchedOff() throws IOException {
        Scenario scenario = read(folder, STACK + "  infer: false");

        assertThat(scenario.inference().edges()).isEmpty();
        assertThat(scenario.component(ComponentName.of("redis")).ports()).isEmpty();
    }

    @Test
    void wrongOverridesAreAllReported() {
        assertThatThrownBy(() -> read(folder, STACK + """
                          infer: perhaps
                          edges:
                            - { from: web, to: bd, ignore: true }
                            - { from: web, to: db }
                            - { from: web, to: db, ignore: yes, port: 1 }
                        """))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("infer must be true or false")
                .hasMessageContaining("unknown service 'bd'")
                .hasMessageContaining("an edge needs: from, to, port; or from, to, ignore: true")
                .hasMessageContaining("ignore must be true or false");
    }

    @Test
    void aNameTakesTheOnlyPortThatIsKnown() throws IOException {
        assertThat(words(read(folder, """
                services:
                  web: { image: web, environment: { DB_HOST: db } }
                  db: { image: db, ports: ["15432:5432"] }
                """))).containsExactly("web -> db:5432 asked");
        assertThat(words(read(folder, """
                services:
                  web: { image: web, environment: { DB_HOST: db } }
                  db: { image: db, expose: ["5432", "9187"] }
                """)))
                .as("which of both isn't said, and both are asked as declared ports anyway")
                .containsExactly("web -> db covered");
        assertThat(words(read(folder, """
                services:
                  web: { image: web, environment: { DB_HOST: db } }
                  job: { image: web, environment: { DB_URL: "postgres://db:5433/x" } }
                  db: { image: db }
                """))).containsExactly("web -> db:5433 asked", "job -> db:5433 asked");
    }

    @Test
    void aHealthChecksPortIsCarriedAndNotAsked() throws IOException {
        Scenario scenario = read(folder, """
                services:
                  web: { image: web, environment: { API_HOST: api } }
                  api: { image: api, healthcheck: { test: [CMD, curl, "http://localhost:3000/health"] } }
                """);

        assertThat(words(scenario)).containsExactly("web -> api:3000 carried");
        assertThat(scenario.component(ComponentName.of("api")).ports()).containsExactly(3000);
        assertThat(scenario.component(ComponentName.of("api")).askedPorts()).isEmpty();
    }

    @Test
    void aSchemesUsualPortGivesWayToWhatTheServiceSays() throws IOException {
        assertThat(words(read(folder, """
                services:
                  worker: { image: web, environment: { LINKS: "http://web" } }
                  web: { image: web, expose: ["3000"] }
                """))).containsExactly("worker -> web covered");
        assertThat(words(read(folder, """
                services:
                  worker: { image: web, environment: { API: "http://web" } }
                  proxy: { image: web, environment: { UPSTREAM: "http://web:3000" } }
                  web: { image: web }
                """))).containsExactly("worker -> web covered", "proxy -> web:3000 asked");
        assertThat(words(read(folder, """
                services:
                  worker: { image: web, environment: { PUBLIC_URL: "https://web" } }
                  web: { image: web }
                """))).as("where browsers find it").containsExactly("worker -> web covered");
    }

    @Test
    void whoSharesNoNetworkOrEndsIsNoPeer() throws IOException {
        Scenario scenario = read(folder, """
                services:
                  web:
                    image: web
                    networks: [front]
                    environment: { DB: "db:5432", SETUP: "http://setup:80" }
                    depends_on: { setup: { condition: service_completed_successfully } }
                  db: { image: db, networks: [back] }
                  setup: { image: web, networks: [front] }
                networks: { front: {}, back: {} }
                """);

        assertThat(scenario.inference().edges()).isEmpty();
        assertThat(scenario.inference().notes())
                .containsExactly(
                        "not counted, since they share no network: environment DB of web names db:5432, compose.yaml:5",
                        "not counted, since 'setup' is a job and ends: environment SETUP of web names setup:80, compose.yaml:5");
        assertThat(scenario.component(ComponentName.of("db")).ports()).isEmpty();
    }

    @Test
    void anAddressOfExtraHostsIsSomebodyElse() throws IOException {
        assertThat(words(read(folder, """
                services:
                  web: { image: web, environment: { DB: "db:5432" }, extra_hosts: ["db:192.0.2.7"] }
                  db: { image: db }
                """))).isEmpty();
    }

    @Test
    void everyContainerOfAServiceHasItsEdges() throws IOException {
        Scenario scenario = read(folder, """
                services:
                  web: { image: web, environment: { API: "http://api:8080" } }
                  api: { image: api, scale: 2 }
                """);

        assertThat(words(scenario)).containsExactly("web -> api-1:8080 asked", "web -> api-2:8080 asked");
        assertThat(scenario.component(ComponentName.of("api-2")).askedPorts()).containsExactly(8080);
    }

    @Test
    void aPortThatIsDeclaredForUdpIsNotAskedByTcp() throws IOException {
        assertThat(words(read(folder, """
                services:
                  web: { image: web, environment: { METRICS: "sink:9999" } }
                  sink: { image: sink, expose: ["9999/udp"] }
                """))).containsExactly("web -> sink covered");
    }
}
