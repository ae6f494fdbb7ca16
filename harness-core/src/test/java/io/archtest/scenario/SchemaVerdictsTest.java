package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.archtest.model.InvalidRequestException;
import io.archtest.testing.ComposeCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** An editor with the published schema and the reader give the same verdict on whole files. */
class SchemaVerdictsTest {
    private final Schema validator =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(ScenarioSchema.document());

    @TempDir
    Path folder;

    @Test
    void theScenariosThatArchtestShipsAreValid() throws IOException {
        for (Path file : ComposeCorpus.shipped()) {
            assertThat(errors(Files.readString(file))).as("%s", file).isEmpty();
        }
    }

    @Test
    void filesOfManyShapesAreValidToBoth() throws IOException {
        ComposeCorpus.companions(folder);
        for (Path file : ComposeCorpus.written()) {
            String text = Files.readString(file);
            assertThat(errors(text)).as("%s", file).isEmpty();
            assertThat(reads(text)).as("%s", file).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "services: { a: { image: x, biuld: . } }",
                "services: { a: { image: x, gpus: all } }",
                "services: { a: { image: x, ports: [{ published: 80 }] } }",
                "services: { a: { image: x, healthcheck: { test: 'true', interval: soon } } }",
                "services: { a: { image: x, mem_limit: much } }",
                "services: { a: { image: x, init: perhaps } }",
                "services: { a: { image: x, depends_on: { b: { condition: service_happy } } }, b: { image: x } }",
                "services: { a: { image: x, restart: sometimes } }",
                "services: { a: { image: x, platform: linux/s390x } }",
                "services: { a: [image, x] }",
                "services: { a: { image: x } }\nvolumes: { v: { external: true } }",
                "services: { a: { image: x } }\nx-archtest: { checks: [{ name: n, http: { component: a } }] }",
                "services: { a: { image: x } }\nx-archtest: { placement: { default: {} } }"
            })
    void filesThatAreWrongAreWrongToBoth(String text) throws IOException {
        assertThat(errors(text)).isNotEmpty();
        assertThat(reads(text)).isFalse();
    }

    private List<Error> errors(String text) {
        Object document =
                new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(text);
        JsonNode tree = new ObjectMapper().valueToTree(document);
        return validator.validate(tree);
    }

    private boolean reads(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), text);
        try {
            new ScenarioReader().read(file, Map.of("DB_PASSWORD", "x"), Map.of());
            return true;
        } catch (InvalidRequestException e) {
            return false;
        }
    }
}
