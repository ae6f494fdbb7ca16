package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code archtest lint} and {@code archtest schema} in-process, on a host without anything. */
class LintCommandTest {
    private static final String BAD = """
            services:
              web:
                image: x
                biuld: .
                depends_on: [wbe]
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private Path good;
    private Path bad;

    @BeforeEach
    void files() throws IOException {
        good = Files.writeString(folder.resolve("good.yaml"), "services: { web: { image: x } }\n");
        bad = Files.writeString(folder.resolve("bad.yaml"), BAD);
    }

    @Test
    void allThatIsWrongIsSaidWithItsPlace() {
        assertThat(run("lint", good.toString(), bad.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString().lines())
                .containsExactly(
                        good + ": ok",
                        bad + ":4:5: unknown key in web: 'biuld'; did you mean 'build'?",
                        bad + ":5:5: depends_on names an unknown service 'wbe'; did you mean 'web'?",
                        bad + ": 2 problems");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aFileThatIsRightIsExitCode0() {
        assertThat(run("lint", good.toString())).isZero();
        assertThat(run("lint", "mastodon-stack", "--option", "database=direct")).isZero();
        assertThat(out.toString()).contains("good.yaml: ok", "mastodon-stack: ok");
    }

    @Test
    void whatCanNeverBePlannedIsWrongToo() throws IOException {
        Files.writeString(good, """
                services: { a: { image: x, volumes: ["d:/d"] }, b: { image: x, volumes: ["d:/d"] } }
                volumes: { d: {} }
                x-archtest: { placements: { torn: { a: arm64, b: x86_64 } } }
                """);
        assertThat(run("lint", good.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).contains("good.yaml: ", "torn", "volume 'd'", "1 problem");
    }

    @Test
    void brokenYamlHasAPlaceAndAMissingFileHasNone() throws IOException {
        Files.writeString(bad, "services:\n  a: [\n");
        assertThat(run("lint", bad.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(run("lint", "nosuch.yaml")).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).contains("bad.yaml:3:1: not YAML", "nosuch.yaml: No scenario 'nosuch.yaml'");
    }

    @Test
    void whatIsValidAndYetWorthKnowingIsSaidAndExitCode0() throws IOException {
        Files.writeString(good, "services: { web: { image: x, user: $WHO } }\n");
        String notice = "good.yaml:1:36: variable 'WHO' is not set: it counts as empty";

        assertThat(run("lint", good.toString())).isZero();
        assertThat(out.toString()).startsWith("! " + notice).endsWith("good.yaml: ok\n");
        out.getBuffer().setLength(0);
        assertThat(run("lint", good.toString(), "--format", "json")).isZero();
        JsonNode root = new ObjectMapper().readTree(out.toString());
        assertThat(root.at("/files/0/valid").asBoolean()).isTrue();
        assertThat(root.at("/files/0/notices/0").asText()).startsWith(notice);
        out.getBuffer().setLength(0);
        assertThat(run("lint", good.toString(), "--format", "github")).isZero();
        assertThat(out.toString()).startsWith("::notice title=archtest lint::" + notice);
    }

    @Test
    void programsGetJson() throws IOException {
        assertThat(run("lint", good.toString(), bad.toString(), "--format", "json"))
                .isEqualTo(ExitCode.USAGE);
        JsonNode root = new ObjectMapper().readTree(out.toString());
        assertThat(root.path("schema").asText()).isEqualTo("archtest-lint/1");
        assertThat(root.at("/files/0/valid").asBoolean()).isTrue();
        assertThat(root.at("/files/1/file").asText()).isEqualTo(bad.toString());
        assertThat(root.at("/files/1/problems/0/file").asText()).isEqualTo(bad.toString());
        assertThat(root.at("/files/1/problems/0/line").asInt()).isEqualTo(4);
        assertThat(root.at("/files/1/problems/0/column").asInt()).isEqualTo(5);
        assertThat(root.at("/files/1/problems/0/message").asText()).startsWith("unknown key in web: 'biuld'");
    }

    @Test
    void gitHubGetsAnnotationsThatAFileCannotForge() throws IOException {
        Files.writeString(bad, "services:\n  web:\n    image: x\n    \"a\\n::error::forged\": 1\n");
        assertThat(run("lint", good.toString(), bad.toString(), "--format", "github"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(out.toString().lines())
                .singleElement()
                .asString()
                .startsWith(
                        "::error file=%s,line=4,col=5,title=archtest lint::unknown key in web: 'a%%0A".formatted(bad));
    }

    @Test
    void aProblemOfAnIncludedFileLeadsToThatFile() throws IOException {
        Files.createDirectories(folder.resolve("sub"));
        Path sub = Files.writeString(folder.resolve("sub/part.yaml"), "services: {web: {image: x, biuld: .}}\n");
        Path file = Files.writeString(folder.resolve("all.yaml"), "include: [sub/part.yaml]\n");

        assertThat(run("lint", file.toString())).isEqualTo(ExitCode.USAGE);

        assertThat(out.toString()).contains(sub + ":1:28: unknown key in web: 'biuld'");
    }

    @Test
    void aFormatThatIsUnknownIsAWrongUse() {
        assertThat(run("lint", good.toString(), "--format", "xml")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--format").contains("JSON");
    }

    @Test
    void theSchemaIsPrintedOrWritten() throws IOException {
        assertThat(run("schema")).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).path("$schema").asText())
                .isEqualTo("http://json-schema.org/draft-07/schema#");
        Path file = folder.resolve("archtest.schema.json");
        String printed = out.toString();
        assertThat(run("schema", "--output", file.toString())).isZero();
        assertThat(file).hasContent(printed);
        assertThat(out.toString()).isEqualTo(printed);
        assertThat(run("schema", "--output", folder.resolve("no/where.json").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("archtest: Cannot write the schema to")
                .endsWith("where.json': no such file or folder\n");
    }

    private int run(String... arguments) {
        return new Archtest(new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), false))
                .run(arguments);
    }
}
