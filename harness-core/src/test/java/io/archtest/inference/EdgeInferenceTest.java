package io.archtest.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.ComponentName;
import io.archtest.model.InferredEdge;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as one service talking to another, what doesn't, and what either leads to. */
class EdgeInferenceTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DATABASE_URL: postgres://u:p@db:5432/app                 | web -> db:5432",
                "DATABASE_URL: postgresql+asyncpg://u:p@db/app            | web -> db:5432",
                "SPRING_DATASOURCE_URL: 'jdbc:mysql://db:3306/app'        | web -> db:3306",
                "DB: 'user:12@tcp(db:3306)/app'                           | web -> db:3306",
                "DSN: 'host=db port=5433 user=web'                        | web -> db:5433",
                "ConnectionStrings__Main: 'Server=db;Port=3306;Uid=a'     | web -> db:3306",
                "ConnectionStrings__Main: 'Server=tcp:db,1433;User=sa'    | web -> db:1433",
                "CACHE: redis:6379                                        | web -> redis:6379",
                "REDIS_URL: redis://:secret@redis                         | web -> redis:6379",
                "API: http://api/                                         | web -> api:80",
                "API: https://api/v1                                      | web -> api:443",
                "KAFKA_BOOTSTRAP_SERVERS: 'other.example:9092,redis:9092' | web -> redis:9092",
                "MONGO: 'mongodb://a:b@db:27017,elsewhere:27017/x'        | web -> db:27017",
                "QUORUM: '1@db:9093'                                      | web -> db:9093",
                "CACHE_ADDR: redis:7                                      | web -> redis:7",
                "WAIT: 'echo >/dev/tcp/db/5432'                           | web -> db:5432",
                "API_URL: HTTP://API:8080/                                | web -> api:8080"
            })
    void anAddressIsAnEdgeThatIsAsked(String variable, String edge) throws IOException {
        assertThat(edges("environment: { %s }".formatted(variable))).containsExactly(edge + " asked");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DB_HOST: db, DB_PORT: 5432          | web -> db:5432 asked",
                "PGHOST: db, PGPORT: 5433            | web -> db:5433 asked",
                "dbHost: db, dbPort: 5432            | web -> db:5432 asked",
                "SMTP_SERVER: db, SMTP_PORT: '25'    | web -> db:25 asked",
                "DB_HOST: db, REDIS_PORT: 6379       | web -> db covered",
                "DB_HOST: db, DB_PORT: many          | web -> db covered",
                "STATSD_HOST: db, STATSD_PORT: 8125  | web -> db covered",
                "DB_HOST: db                         | web -> db covered",
                "DB_HOSTNAME: db                     | web -> db covered",
                "API_ENDPOINT: api                   | web -> api covered",
                "TRACES: udp://db:6831               | ",
                "SOCKET: unix://db:1/x               | "
            })
    void aHostVariableTakesThePortBesideIt(String variables, String edge) throws IOException {
        assertThat(edges("environment: { %s }".formatted(variables)))
                .isEqualTo(edge == null ? List.of() : List.of(edge));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POSTGRES_DB: db",
                "MYSQL_DATABASE: db",
                "POSTGRES_USER: web, PGUSER: db",
                "CACHE_STORE: redis",
                "QUEUE_DRIVER: redis",
                "CACHE_BACKEND: redis",
                "RABBITMQ_DEFAULT_VHOST: db",
                "VIRTUAL_HOST: api",
                "HOSTNAME: db",
                "IMAGE: 'redis:7000'",
                "BASE: 'redis:7'",
                "BASE: 'registry.example/redis:7000'",
                "BASE: 'redis:7.2'",
                "NO_PROXY: 'db,redis,api:8080'",
                "ALLOWED_HOSTS: 'db,api'",
                "CORS_ALLOWED_ORIGINS: 'http://api:3000'",
                "BASIC_AUTH: 'db:12345'",
                "ADMIN_PASSWORD: 'db:12345'",
                "URL: 'http://db.example.com:5432/'",
                "URL: 'http://my-db:5432/'",
                "URL: 'https://db:5432@example.com/'",
                "URL: 'https://db:54/32@example.com/'",
                "URL: 'https://example.com/db:5432x'",
                "FOLDER: '/srv/db:5432'",
                "FOLDER: './db:8080'",
                "TIME: 'db:12:30'",
                "PORT: 'db:99999'",
                "PORT: 'db:0'",
                "MAIL_FROM: 'web@db'",
                "GHOST: db, CURL: api",
                "SELF: http://web:8080/",
                "SELF_HOST: web",
                "TEXT: 'the db and the api'",
                "LOCAL: 'http://localhost:5432/'"
            })
    void aWordThatOnlyLooksLikeAServiceIsNoEdge(String variables) throws IOException {
        assertThat(edges("environment: { %s }".formatted(variables))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[sh, -c, \"wait-for-it.sh db:5432 -- exec server\"]              | web -> db:5432 asked",
                "[server, --db-host, db, --db-port, '5432']                       | web -> db:5432 asked",
                "[server, --db-host=db, --db-port=5432]                           | web -> db:5432 asked",
                "[sh, -c, \"until pg_isready -h db -p 5433; do :; done\"]         | web -> db:5433 asked",
                "[sh, -c, \"while ! nc -z db 5432; do :; done; exec web\"]        | web -> db:5432 asked",
                "curl --fail http://api:8080/ready                                | web -> api:8080 asked",
                "DATABASE_URL=postgres://db/app run                               | web -> db:5432 asked",
                "redis-cli -h redis ping                                          | web -> redis covered",
                "[sh, -c, \"chown -R db:5432 /srv && exec web\"]                  | ",
                "[sh, -c, \"nc -zu db 5432\"]                                     | ",
                "gosu db:5432 server                                              | ",
                "server --user db:5432                                            | ",
                "server --password db:5432                                        | ",
                "[sh, -c, \"echo db:5432 is there\"]                              | ",
                "createdb db                                                      | ",
                "bundle exec web redis                                            | "
            })
    void aCommandSpeaksOfHostsInItsOwnWays(String command, String edge) throws IOException {
        List<String> expected = edge == null ? List.of() : List.of(edge);

        assertThat(edges("command: " + command)).isEqualTo(expected);
        assertThat(edges("entrypoint: " + command)).isEqualTo(expected);
    }

    @Test
    void theTestOfAHealthCheckIsACommand() throws IOException {
        assertThat(edges("healthcheck: { test: [CMD, curl, -f, 'http://api:8080/'] }"))
                .containsExactly("web -> api:8080 asked");
        assertThat(edges("healthcheck: { test: curl -f http://api:8080/ || exit 1 }"))
                .containsExactly("web -> api:8080 asked");
        assertThat(edges("healthcheck: { test: [CMD, curl, -f, 'http://localhost:8080/'] }"))
                .isEmpty();
    }

    @Test
    void configsAreReadWithoutTheirComments() throws IOException {
        assertThat(configured("upstream app { server api:3000; }\nproxy_pass http://app;"))
                .containsExactly("web -> api:3000 asked");
        assertThat(configured("proxy_pass http://api;")).containsExactly("web -> api:80 asked");
        assertThat(configured("# http://api:1234/\n  ; db:5432\n// redis:6379")).isEmpty();
        assertThat(configured("upstream api {\n  server elsewhere.example:3000;\n}\nproxy_pass http://api;"))
                .as("nginx's own name for a group of servers")
                .isEmpty();
        assertThat(configured("database:\n  host: db\n  port: 5432\ncache:\n  host: redis\n  port: 6379"))
                .containsExactly("web -> db:5432 asked", "web -> redis:6379 asked");
        assertThat(configured("{\n  \"host\": \"db\",\n  \"port\": 5432\n}")).containsExactly("web -> db:5432 asked");
        assertThat(configured("- targets: ['db:9187', 'redis:9121']"))
                .containsExactly("web -> db:9187 asked", "web -> redis:9121 asked");
        assertThat(configured("db:x:5432:5432::/var/lib/db:/bin/false")).isEmpty();
    }

    @Test
    void whatAServiceIsCalledBesideItsNameCountsToo() throws IOException {
        Scenario scenario = read("""
                services:
                  web: { image: web, environment: { A: "http://front:1000", B: "http://box:2000", C: "http://both:3000" } }
                  db: { image: db, hostname: box, networks: { default: { aliases: [front, both] } } }
                  other: { image: db, networks: { default: { aliases: [both] } } }
                """);

        assertThat(words(scenario)).containsExactly("web -> db:1000 asked", "web -> db:2000 asked");
    }

    @Test
    void whoLivesInAnothersNetworkIsFoundByTheNamesOfThatOneOnly() throws IOException {
        Scenario scenario = read("""
                services:
                  web: { image: web, environment: { A: "http://app:8080", B: "http://lost:9090" } }
                  vpn: { image: vpn, networks: { default: { aliases: [app] } } }
                  app: { image: app, network_mode: "service:vpn" }
                  lost: { image: app, network_mode: "service:vpn" }
                """);

        assertThat(words(scenario)).containsExactly("web -> vpn:8080 asked");
        assertThat(scenario.inference().notes())
                .singleElement()
                .satisfies(note -> assertThat(note)
                        .contains("'lost' has the network of 'vpn', where nobody answers to 'lost'", "lost:9090"));
    }

    @Test
    void anEdgeSaysWhereItComesFromAndNothingElseOfTheValue() throws IOException {
        Scenario scenario = read("""
                services:
                  web:
                    image: web
                    environment:
                      DATABASE_URL: postgres://u:hidden@db:5432/app
                  db: { image: db }
                """);

        assertThat(scenario.inference().edges())
                .singleElement()
                .satisfies(edge -> assertThat(edge.why())
                        .isEqualTo("environment DATABASE_URL of web names db:5432, compose.yaml:5")
                        .doesNotContain("hidden"));
        assertThat(scenario.component(ComponentName.of("db")).ports()).containsExactly(5432);
        assertThat(scenario.component(ComponentName.of("db")).declaredPorts()).isEmpty();
        assertThat(scenario.component(ComponentName.of("db")).reasonFor(5432)).contains("DATABASE_URL of web");
    }

    @Test
    void variablesOfAListAndOfAFileHaveTheirPlaceToo() throws IOException {
        Files.writeString(folder.resolve("web.env"), "CACHE_URL=redis://redis\n");
        Scenario scenario = read("""
                services:
                  web:
                    image: web
                    env_file: web.env
                    environment:
                      - A=1
                      - DATABASE_URL=postgres://db:5432/app
                  db: { image: db }
                  redis: { image: redis }
                """);

        assertThat(scenario.inference().edges())
                .extracting(InferredEdge::why)
                .containsExactly(
                        "environment CACHE_URL of web names redis://redis, compose.yaml:4, whose usual port is 6379",
                        "environment DATABASE_URL of web names db:5432, compose.yaml:7");
    }

    private List<String> edges(String line) throws IOException {
        return words(read("""
                services:
                  web:
                    image: web
                    %s
                  db: { image: db }
                  redis: { image: redis }
                  api: { image: api }
                """.formatted(line)));
    }

    private List<String> configured(String content) throws IOException {
        Files.writeString(folder.resolve("web.conf"), content);
        return words(read("""
                services:
                  web: { image: web, configs: [settings] }
                  db: { image: db }
                  redis: { image: redis }
                  api: { image: api }
                configs: { settings: { file: web.conf } }
                """));
    }

    static List<String> words(Scenario scenario) {
        return scenario.inference().edges().stream()
                .map(edge -> edge + " " + edge.use().name().toLowerCase(java.util.Locale.ROOT))
                .toList();
    }

    private Scenario read(String text) throws IOException {
        return read(folder, text);
    }

    static Scenario read(Path folder, String text) throws IOException {
        Path file = folder.resolve("compose.yaml");
        Files.writeString(file, text);
        return new ScenarioReader().read(file, Map.of(), Map.of());
    }
}
