package io.archtest.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.matrix.MatrixRequest.Wanted;
import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the readers of a matrix get; the names are part of the contract. */
class MatrixWriterTest {
    @TempDir
    Path folder;

    private MatrixFixture fixture;

    @BeforeEach
    void aFixture() {
        fixture = new MatrixFixture(folder);
    }

    @Test
    void gitHubGetsOneLine() throws IOException {
        fixture.smoke = true;
        String text = write(MatrixFormat.GITHUB);

        assertThat(text).doesNotContain("\n").startsWith("{\"include\":[");
        JsonNode include = new ObjectMapper().readTree(text).get("include");
        assertThat(include).hasSize(7);
        JsonNode first = include.get(0);
        assertThat(first.fieldNames())
                .toIterable()
                .containsExactly(
                        "name",
                        "lane",
                        "runner",
                        "scenario",
                        "placement",
                        "provider",
                        "options",
                        "tier",
                        "timeout",
                        "artifact",
                        "experimental");
        assertThat(first.get("runner").get(0).asText()).isEqualTo("ubuntu-24.04");
        assertThat(first.get("timeout").isInt()).isTrue();
        assertThat(first.get("experimental").asBoolean()).isFalse();
        assertThat(include.get(6).get("lane").asText()).isEqualTo("macos-15");
        assertThat(include.get(6).get("experimental").asBoolean()).isTrue();
    }

    @Test
    void gitLabGetsAChildPipelineWithAMatrixForEachLane() {
        fixture.lanes = Lanes.of(List.of(CiService.GITLAB), Set.of(), List.of("mac", "m2"));
        fixture.smoke = true;

        JsonNode root = yaml(write(MatrixFormat.GITLAB));

        assertThat(root.fieldNames())
                .toIterable()
                .containsExactly(
                        "archtest saas-linux-small-amd64 25m",
                        "archtest saas-linux-small-arm64 25m",
                        "archtest saas-macos-medium-m1 105m",
                        "archtest self-hosted-mac 70m");
        JsonNode linux = root.get("archtest saas-linux-small-arm64 25m");
        assertThat(linux.get("extends").asText()).isEqualTo(".archtest-linux");
        assertThat(linux.get("timeout").asText()).isEqualTo("25 minutes");
        assertThat(linux.at("/parallel/matrix")).hasSize(2);
        assertThat(linux.at("/parallel/matrix/1/ARCHTEST_PLACEMENT").asText()).isEqualTo("flip");
        JsonNode mac = root.get("archtest self-hosted-mac 70m");
        assertThat(mac.get("tags").toString()).isEqualTo("[\"mac\",\"m2\"]");
        assertThat(mac.has("allow_failure")).isFalse();
        assertThat(root.get("archtest saas-macos-medium-m1 105m")
                        .get("allow_failure")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void programsGetEverythingWithReasons() throws IOException {
        JsonNode root = new ObjectMapper().readTree(write(MatrixFormat.JSON));

        assertThat(root.get("schema").asText()).isEqualTo("archtest-matrix/1");
        assertThat(root.get("day").asText()).isEqualTo("2026-11-25");
        assertThat(root.at("/jobs/4/runnerEnds").asText()).isEqualTo("2027-08");
        assertThat(root.at("/jobs/4/executes/arm64").asText()).isEqualTo("system");
        assertThat(root.at("/jobs/0/executes/arm64").asText()).isEqualTo("qemu-user");
        assertThat(root.at("/skipped/0/reason").asText()).isEqualTo("no-nested-virtualization");
        assertThat(root.at("/skipped/0/sentence").asText()).contains("Lima 2.2");
        assertThat(root.at("/skipped/0").has("placement")).isFalse();
    }

    @Test
    void moreJobsThanAServiceTakesAreRefused() {
        Wanted[] many = IntStream.range(0, 129)
                .mapToObj(i -> fixture.two("stack-" + i + ".yaml"))
                .toArray(Wanted[]::new);
        JobMatrix gitHub = fixture.runners("ubuntu-24.04").plan(many);
        fixture.lanes = Lanes.of(List.of(CiService.GITLAB), Set.of("saas-linux-small-amd64"), List.of());
        JobMatrix gitLab = fixture.plan(many);

        assertThatThrownBy(() -> new MatrixWriter().write(gitHub, MatrixFormat.GITHUB))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("258 jobs")
                .hasMessageContaining("takes 256");
        assertThatThrownBy(() -> new MatrixWriter().write(gitLab, MatrixFormat.GITLAB))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("takes 200");
    }

    private String write(MatrixFormat format) {
        return new MatrixWriter().write(fixture.plan(fixture.two("compose.yaml")), format);
    }

    /** As GitLab reads it. */
    private static JsonNode yaml(String text) {
        return new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }
}
