package io.archtest.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variables in Compose files, the files that set them, and what they say of the project itself. */
class VariablesTest {
    @TempDir
    private Path temporary;

    private final Problems problems = new Problems();

    private static final Yaml.Position HERE = new Yaml.Position("compose.yaml", Path.of(""), 1, 1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "$A|a",
                "${A}|a",
                "x${A}y|xay",
                "${A:-b}|a",
                "${E:-b}|b",
                "${E-b}|''",
                "${N-b}|b",
                "${N:-b}|b",
                "${A:+b}|b",
                "${E:+b}|''",
                "${E+b}|b",
                "${N+b}|''",
                "${A:?no}|a",
                "${E?no}|''",
                "${N:-${A}}|a",
                "${N:-${M:-deep}}|deep",
                "${N:-x${A}y}z|xayz",
                "${A:+${E:-e}}|e",
                "$$A|$A",
                "$${A}|${A}",
                "$$$A|$a",
                "${N:-$$}|$",
                "100%|100%",
                "a$|a$",
                "$A$A|aa",
                "${A}${E}${A}|aa",
                "${N:-a-b:?c}|a-b:?c",
                "${N}|''"
            })
    void theirForms(String text, String result) {
        Map<String, String> variables = Map.of("A", "a", "E", "");

        assertThat(new Interpolation(variables, problems).text(text, HERE)).isEqualTo(result);
        assertThat(problems.none()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${|has no closing brace",
                "${A|has no closing brace",
                "${}|names no variable",
                "${1}|names no variable",
                "$1|is no variable",
                "${A!}|is not understood",
                "${A:}|is not understood",
                "${N:?set it}|variable 'N' is required: set it",
                "${E:?set ${A}}|variable 'E' is required: set a"
            })
    void whatIsNoneIsReported(String text, String message) {
        new Interpolation(Map.of("A", "a", "E", ""), problems).text(text, HERE);

        assertThatThrownBy(() -> problems.throwIfAny(List.of(Path.of("compose.yaml"))))
                .hasMessageContaining(message);
    }

    @Test
    void oneThatIsNotSetIsEmptyWithANoticeSaidOnce() {
        Interpolation interpolation = new Interpolation(Map.of(), problems);

        interpolation.text("$N and $N", HERE);

        assertThat(problems.notices())
                .singleElement()
                .asString()
                .contains("variable 'N' is not set: it counts as empty");
    }

    @Test
    void deepNestingEndsInAMessage() {
        String text = "${A:-".repeat(20_000) + "}".repeat(20_000);

        new Interpolation(Map.of(), problems).text(text, HERE);

        assertThat(problems.none()).isFalse();
    }

    @Test
    void envFilesAreReadAsComposeReadsThem() {
        String text = """
                # comment
                PLAIN=value # comment
                HASH=a#b
                export EXPORTED=yes
                YAML: style
                EMPTY=
                SPACES = around
                SINGLE='as it $STANDS # here'
                DOUBLE="a\\nb \\"q\\" \\$PLAIN $PLAIN"  # comment
                LINES="one
                two"
                REFERENCE=${PLAIN}-${MISSING:-none}
                FROM_OUTSIDE
                NOT_OUTSIDE
                DOLLAR=a$$b
                """;

        Map<String, String> values = EnvFile.parse(text, "a.env", Map.of("FROM_OUTSIDE", "outside"), problems);

        assertThat(values)
                .isEqualTo(Map.ofEntries(
                        Map.entry("PLAIN", "value"),
                        Map.entry("HASH", "a#b"),
                        Map.entry("EXPORTED", "yes"),
                        Map.entry("YAML", "style"),
                        Map.entry("EMPTY", ""),
                        Map.entry("SPACES", "around"),
                        Map.entry("SINGLE", "as it $STANDS # here"),
                        Map.entry("DOUBLE", "a\nb \"q\" $PLAIN value"),
                        Map.entry("LINES", "one\ntwo"),
                        Map.entry("REFERENCE", "value-none"),
                        Map.entry("FROM_OUTSIDE", "outside"),
                        Map.entry("DOLLAR", "a$b")));
        assertThat(problems.none()).isTrue();
    }

    @Test
    void whatIsNoVariableInAnEnvFileIsReportedWithItsLine() {
        EnvFile.parse("GOOD=1\nbad line here\nQ=\"open\n", "a.env", Map.of(), problems);

        assertThatThrownBy(() -> problems.throwIfAny(List.of(Path.of("a.env"))))
                .hasMessageContaining("a.env:2:1: 'bad line here' is no variable")
                .hasMessageContaining("a.env:3:3: a quote \" that never closes");
    }

    @Test
    void valuesThatMultiplyAreStopped() {
        StringBuilder text = new StringBuilder("A0=" + "x".repeat(100) + "\n");
        for (int i = 1; i < 30; i++) {
            text.append("A%d=$A%d$A%d$A%d\n".formatted(i, i - 1, i - 1, i - 1));
        }

        EnvFile.parse(text.toString(), "a.env", Map.of(), problems);

        assertThatThrownBy(() -> problems.throwIfAny(List.of(Path.of("a.env"))))
                .hasMessageContaining("grows to more than");
    }

    @Test
    void rawFilesAreTakenLiterally() {
        assertThat(EnvFile.parseRaw("A=\"x\" # y\n#c\nB=$A\n", Map.of()))
                .isEqualTo(Map.of("A", "\"x\" # y", "B", "$A"));
    }

    @Test
    void numbersBecomeTextLikeInDocker() {
        ComposeFolder folder = new ComposeFolder(temporary).file("compose.yaml", """
                e: {A: 1.10, B: 0x10, C: 1e3, D: "1.10", E: no, F: 0o17, G: 007, H: +5, I: 1.0, J: true}
                """);

        Yaml.Mapping root = folder.loaded(ComposeRequest.of(temporary.resolve("compose.yaml"), Map.of()))
                .root();

        assertThat(new Fields(root, "compose.yaml", problems).pairs("e", key -> Optional.empty()))
                .isEqualTo(Map.of(
                        "A", "1.1", "B", "16", "C", "1000", "D", "1.10", "E", "no", "F", "15", "G", "7", "H", "5", "I",
                        "1", "J", "true"));
    }

    @Test
    void aFolderIsReadByComposesConventions() {
        ComposeFolder folder = new ComposeFolder(temporary)
                .file("docker-compose.yml", "services: {old: {image: a}}\n")
                .file("compose.yml", "services: {app: {image: a}}\n")
                .file("compose.override.yaml", "services: {app: {tty: true}}\n");

        assertThat(folder.at().files())
                .containsExactly(temporary.resolve("compose.yml"), temporary.resolve("compose.override.yaml"));

        folder.file(".env", "COMPOSE_FILE=one.yaml:two.yaml\nCOMPOSE_PATH_SEPARATOR=:\n");
        assertThat(folder.at().files()).containsExactly(temporary.resolve("one.yaml"), temporary.resolve("two.yaml"));
    }

    @Test
    void aFolderWithoutComposeFileSaysWhatWasLookedFor() {
        assertThatThrownBy(() -> new ComposeFolder(temporary).at())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("looked for compose.yaml");
    }

    @Test
    void theProjectsNameFollowsComposesRules() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("My.App"));
        Path file = Files.writeString(folder.resolve("compose.yaml"), "services: {}\n");

        assertThat(name(ComposeRequest.of(file, Map.of()))).isEqualTo("myapp");
        Files.writeString(file, "name: own-${X:-1}\nservices: {a: {image: '${COMPOSE_PROJECT_NAME}'}}\n");
        assertThat(name(ComposeRequest.of(file, Map.of()))).isEqualTo("own-1");
        assertThat(name(ComposeRequest.of(file, Map.of("COMPOSE_PROJECT_NAME", "env"))))
                .isEqualTo("env");
        ComposeRequest asked = ComposeRequest.of(file, Map.of("COMPOSE_PROJECT_NAME", "env"))
                .with(new ComposeSettings(List.of(), List.of(), Set.of(), Optional.of("asked")));
        assertThat(name(asked)).isEqualTo("asked");
        assertThatThrownBy(() -> name(ComposeRequest.of(file, Map.of("COMPOSE_PROJECT_NAME", "No!"))))
                .hasMessageContaining("'No!' is no project name");
    }

    @Test
    void aNameInTheFileFollowsTheSameRule() throws IOException {
        Path file = Files.writeString(temporary.resolve("compose.yaml"), "name: My Shop\nservices: {}\n");

        name(ComposeRequest.of(file, Map.of()));

        assertThatThrownBy(() -> problems.throwIfAny(List.of(file)))
                .hasMessageContaining("compose.yaml:1:7: 'My Shop' is no project name");
    }

    private String name(ComposeRequest request) {
        return new ComposeProject(request, problems).load(Map.of()).name();
    }

    @Test
    void profilesComeFromTheRequestAndTheEnvironment() throws IOException {
        Path file = Files.writeString(temporary.resolve("compose.yaml"), "services: {}\n");

        ComposeRequest request = ComposeRequest.of(file, Map.of("COMPOSE_PROFILES", "a, b"))
                .with(new ComposeSettings(List.of(), List.of(), Set.of("c"), Optional.empty()));

        assertThat(new ComposeProject(request, problems).load(Map.of()).profiles())
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void whatIsNoRegularFileIsNotRead() {
        assertThatThrownBy(() -> TextFile.read(Path.of("/dev/zero"))).hasMessageContaining("a device or pipe");
        assertThatThrownBy(() -> TextFile.read(temporary)).hasMessageContaining("a folder");
    }
}
