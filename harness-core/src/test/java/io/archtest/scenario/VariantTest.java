package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantTest {
    private static final String STACK = """
            services:
              db: { image: "postgres:15", expose: ["5432"] }
              pool: { image: "pool:1", expose: ["6432"], profiles: [pool] }
              web:
                image: shop:1
                environment: { DB_HOST: "${DB_HOST}" }
                depends_on: { db: {}, pool: { required: false } }
            x-archtest:
              options:
                database:
                  pool: { profiles: [pool], variables: { DB_HOST: pool } }
                  direct: { variables: { DB_HOST: db } }
              edges: [{ from: web, to: pool, port: 6432 }, { from: web, to: db, port: 5432 }]
              placements: { default: { emulated: [pool, db] }, odd: { pool: arm64, web: x86_64 } }
              checks:
                - { name: the pool says nothing bad, log: { component: pool, absent: ERROR } }
                - { name: web says nothing bad, log: { component: web, absent: ERROR } }
            """;

    @TempDir
    Path folder;

    @Test
    void theFirstValueIsTheDefault() throws IOException {
        Scenario scenario = read(STACK, Map.of());

        assertThat(scenario.options()).isEqualTo(Map.of("database", "pool"));
        assertThat(scenario.componentNames()).isEqualTo("db, pool, web");
        assertThat(scenario.edges()).hasSize(2);
        assertThat(scenario.checks()).hasSize(2);
        assertThat(web(scenario)).containsEntry("DB_HOST", "pool");
    }

    @Test
    void whatIsNotPartOfAVariantIsNotPartOfAnything() throws IOException {
        Scenario scenario = read(STACK, Map.of("database", "direct"));

        assertThat(scenario.componentNames()).isEqualTo("db, web");
        assertThat(scenario.edges())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("db");
        assertThat(scenario.checks()).extracting(CheckDeclaration::name).containsExactly("web says nothing bad");
        assertThat(scenario.placements().get("default").emulated()).containsExactly(ComponentName.of("db"));
        assertThat(scenario.placements().get("odd").fixed()).containsOnlyKeys(ComponentName.of("web"));
        assertThat(scenario.component(ComponentName.of("web")).dependencies()).hasSize(1);
        assertThat(web(scenario)).containsEntry("DB_HOST", "db");
    }

    @Test
    void aJobIsOneAlsoInAVariantInWhichNobodyWaitsForIt() throws IOException {
        String stack = """
                services:
                  make-bucket: { image: "tool:1" }
                  edge:
                    image: nginx:1
                    profiles: [edge]
                    depends_on: { make-bucket: { condition: service_completed_successfully } }
                x-archtest: { options: { edge: { nginx: { profiles: [edge] }, none: {} } } }
                """;

        assertThat(read(stack, Map.of("edge", "none")).components())
                .singleElement()
                .satisfies(job -> assertThat(job.kind()).isEqualTo(Component.Kind.JOB));
    }

    @Test
    void anOptionWinsOverTheEnvironment() throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), STACK);
        Scenario scenario =
                new ScenarioReader().read(file, Map.of("DB_HOST", "from-the-shell"), Map.of("database", "direct"));

        assertThat(web(scenario)).containsEntry("DB_HOST", "db");
    }

    @Test
    void unknownOptionsAndValuesListTheKnownOnes() {
        assertThatThrownBy(() -> read(STACK, Map.of("databse", "direct")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("The scenario has no option 'databse'; its options: database");
        assertThatThrownBy(() -> read(STACK, Map.of("database", "mysql")))
                .hasMessage("Option 'database' can't be 'mysql'; its values: pool, direct (the first is the default)");
        assertThatThrownBy(() -> read("services: { a: { image: b } }", Map.of("database", "mysql")))
                .hasMessageContaining("has no options");
    }

    @Test
    void aDependencyThatIsNotOptionalMustBeThere() {
        assertThatThrownBy(() -> read(STACK.replace("required: false", ""), Map.of("database", "direct")))
                .hasMessageContaining("'pool', which is not part of this variant")
                .hasMessageContaining("required: false");
    }

    private static Map<String, String> web(Scenario scenario) {
        return scenario.component(ComponentName.of("web")).process().environment();
    }

    private Scenario read(String text, Map<String, String> options) throws IOException {
        return new ScenarioReader().read(Files.writeString(folder.resolve("compose.yaml"), text), Map.of(), options);
    }
}
