package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Dependency;
import io.archtest.model.Edge;
import io.archtest.model.FileContent;
import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioReadingTest {
    private static final String STACK = """
            name: shop
            x-common: &common
              environment: &env
                DB_PASS: ${DB_PASS}
                MODE: ${MODE:-fast}
            services:
              db:
                image: postgres:15
                command: postgres -c 'max connections=5'
                expose: ["5432"]
                healthcheck: { test: ["CMD", "pg_isready"], interval: 2s, timeout: 1m30s, retries: 5 }
                configs: [settings]
              migrate:
                image: shop:1
                <<: *common
                depends_on: { db: { condition: service_healthy } }
              web:
                image: shop:1
                environment:
                  <<: *env
                  COST: $$5
                ports: ["127.0.0.1:8080:3000", { target: 3001 }]
                depends_on: { migrate: { condition: service_completed_successfully } }
                platform: linux/amd64
              extra:
                image: extra:1
                profiles: [debug]
            configs:
              settings: { content: "port=${PORT-5432}" }
            x-archtest:
              description: a shop
              secrets: { DB_PASS: { alphanumeric: 12 }, KEYS: { vapid: { private: PRIVATE, public: PUBLIC } } }
              edges: [{ from: web, to: db, port: 5432 }]
              placements: { default: { emulated: [db] }, odd: { web: x86_64, db: arm64 } }
              checks:
                - class: mastodon
                - { name: front page, http: { component: web, port: 3000, status: 200, body: Shop } }
            """;

    @TempDir
    Path folder;

    @Test
    void aComposeFileBecomesAScenario() throws IOException {
        Scenario scenario = read(STACK);

        assertThat(scenario.name()).isEqualTo("shop");
        assertThat(scenario.componentNames()).isEqualTo("db, migrate, web");
        Component db = scenario.component(ComponentName.of("db"));
        assertThat(db.process().command()).contains(List.of("postgres", "-c", "max connections=5"));
        assertThat(db.healthCheck().orElseThrow().timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(db.files()).containsExactly(new FileContent("/settings", "port=5432", 0444, 0, 0));
        Component web = scenario.component(ComponentName.of("web"));
        assertThat(web.ports()).containsExactly(3000, 3001);
        assertThat(web.pinned()).contains(Architecture.X86_64);
        assertThat(web.process().environment()).containsEntry("COST", "$5").containsEntry("MODE", "fast");
        assertThat(web.dependencies().get(0).condition()).isEqualTo(Dependency.Condition.COMPLETED);
        assertThat(scenario.component(ComponentName.of("migrate")).kind()).isEqualTo(Component.Kind.JOB);
        assertThat(scenario.edges()).containsExactly(new Edge(ComponentName.of("web"), ComponentName.of("db"), 5432));
        assertThat(scenario.placements()).containsOnlyKeys("default", "odd");
        assertThat(scenario.checks()).hasSize(2);
    }

    @Test
    void secretsAreNewAtEachReadingAndOfTheirFormat() throws IOException {
        Map<String, String> first = read(STACK).secrets();
        Map<String, String> second = read(STACK).secrets();

        assertThat(first.get("DB_PASS")).matches("[A-Za-z0-9]{12}").isNotEqualTo(second.get("DB_PASS"));
        assertThat(first.get("PRIVATE")).hasSize(44);
        assertThat(first.get("PUBLIC")).hasSize(88).startsWith("B");
        assertThat(Base64.getUrlDecoder().decode(first.get("PUBLIC")))
                .hasSize(65)
                .startsWith(4);
        assertThat(read(STACK)
                        .component(ComponentName.of("migrate"))
                        .process()
                        .environment()
                        .get("DB_PASS"))
                .hasSize(12);
    }

    @Test
    void everythingThatIsWrongIsReportedAtOnceWithItsPlace() {
        String file = """
                services:
                  web:
                    image: x
                    biuld: .
                    external_links: [theirs]
                    ports: ["70000", "53:53/sctp"]
                    environment: { A: "${NOT_SET:?say what}" }
                    depends_on: [wbe]
                """;

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("compose.yaml:4:5: unknown key in web: 'biuld'; did you mean 'build'?")
                .hasMessageContaining("compose.yaml:5:5: key 'external_links' in web is not carried out")
                .hasMessageContaining("'70000' is no port")
                .hasMessageContaining("protocol 'sctp' is not carried out")
                .hasMessageContaining("variable 'NOT_SET' is required: say what")
                .hasMessageContaining("names an unknown service 'wbe'; did you mean 'web'?");
    }

    @Test
    void labelsAndVariablesOfFilesLieUnderThoseOfTheService() throws IOException {
        Files.writeString(folder.resolve("labels.env"), "a=1\nb=2\n");
        Scenario scenario = read("""
                services:
                  web:
                    image: x
                    label_file: labels.env
                    labels: { b: 3 }
                    env_file: [labels.env, { path: gone.env, required: false }]
                    environment: [ "a=9" ]
                """);

        Component web = scenario.components().get(0);
        assertThat(web.labels()).isEqualTo(Map.of("a", "1", "b", "3"));
        assertThat(web.process().environment()).isEqualTo(Map.of("a", "9", "b", "2"));
    }

    @Test
    void anUnknownFormatOfAnEnvFileIsRefused() {
        assertRefused(
                "services: {web: {image: x, env_file: [{path: a.env, format: rwa}]}}",
                "unknown format of an env_file 'rwa'; did you mean 'raw'?");
    }

    @Test
    void filesThatAreNoScenarioAreRefusedInASentence() {
        assertRefused("", "is empty");
        assertRefused("services: [", "not YAML");
        assertRefused("just text", "a Compose file is a map");
        assertRefused("services: {}", "there is nothing to run");
        assertRefused("services:\n  a: {image: x}\n  a: {image: y}", "stands twice");
        assertRefused("services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, depends_on: [a]}", "forms a cycle");
        assertRefused("a: &a [x,x,x,x,x,x,x,x,x]\n" + bomb(), "when its aliases are followed");
        assertRefused("services: " + "[".repeat(5000) + "]".repeat(5000), "nested");
        assertRefused("services:\n  a: {image: x}\n" + "# filler\n".repeat(150_000), "may have 1048576 at the most");
    }

    /** Whatever is done to a file, the answer is a scenario or a described error. */
    @Test
    void mutatedFilesNeverCauseAnythingButADescribedError() throws IOException {
        Random random = new Random(20261123);
        int refused = 0;
        for (int i = 0; i < 1500; i++) {
            StringBuilder text = new StringBuilder(STACK);
            for (int change = 0; change < 1 + random.nextInt(4); change++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                    case 1 -> text.insert(at, "{}[]:,&*!|>'\"%@`$\t \n-#?".charAt(random.nextInt(23)));
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 15)));
                }
            }
            try {
                read(text.toString());
            } catch (InvalidRequestException e) {
                assertThat(e).hasMessageContaining("compose.yaml");
                refused++;
            }
        }
        assertThat(refused).isBetween(500, 1500);
    }

    private static String bomb() {
        StringBuilder text = new StringBuilder();
        char previous = 'a';
        for (char name = 'b'; name < 'j'; name++) {
            String alias = "*" + previous;
            text.append("%s: &%s [%s]%n".formatted(name, name, String.join(",", Collections.nCopies(9, alias))));
            previous = name;
        }
        return text.toString();
    }

    private void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }

    private Scenario read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), text);
        return new ScenarioReader().read(file, Map.of(), Map.of());
    }
}
