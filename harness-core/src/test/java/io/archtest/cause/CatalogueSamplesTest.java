package io.archtest.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.ContainerFacts.Health;
import io.archtest.engine.ContainerFacts.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Causes that can't be provoked everywhere, told from recorded samples; and what only looks like one. */
class CatalogueSamplesTest {
    private static final String HANDLER = "enabled\ninterpreter /usr/bin/qemu-aarch64-static\nflags: %s\noffset 0\n";

    static Stream<Arguments> samples() throws IOException {
        try (InputStream stream = CatalogueSamplesTest.class.getResourceAsStream("samples.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> Arguments.of((Object[]) line.split("\\s+\\|\\s+", 3)));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleTellsItsCause(String id, String source, String text) {
        Symptoms symptoms = switch (source) {
            case "engine" -> Symptoms.ofEngine(text);
            case "answer" -> Symptoms.ofAnswer(text);
            default -> Symptoms.of(container(State.EXITED, 1, Health.NONE), List.of(text), source.equals("emulated"));
        };

        assertThat(Catalogue.recognise(symptoms).map(Cause::id)).contains(id);
        assertThat(Catalogue.recognise(symptoms).orElseThrow().evidence()).contains(text.substring(0, 10));
    }

    @Test
    void nodeThatDiesOfAnIllegalInstructionUnderEmulationIsOnAnOldQemu() {
        ContainerFacts node = container(State.EXITED, 132, Health.NONE);

        assertThat(Catalogue.recognise(Symptoms.of(node, List.of(), true)).map(Cause::id))
                .contains("node-old-qemu");
        assertThat(Catalogue.recognise(Symptoms.of(node, List.of(), false)).map(Cause::id))
                .contains("illegal-instruction");
    }

    @ParameterizedTest
    @CsvSource({
        "exec format error, '', binfmt-missing",
        "exec format error, F, exec-format",
        "exec /app: no such file or directory, OC, binfmt-without-f"
    })
    void theKernelsHandlerIsLookedAt(String log, String flags, String id) {
        String text = flags.isEmpty() ? "" : HANDLER.formatted(flags);
        Symptoms symptoms = Symptoms.of(container(State.EXITED, 1, Health.NONE), List.of(log), true)
                .withHandler(BinfmtHandler.parse("aarch64", text));

        assertThat(Catalogue.recognise(symptoms).map(Cause::id)).contains(id);
    }

    @Test
    void aHandlerWithFIsNotBlamedForAMissingFile() {
        Symptoms symptoms = Symptoms.of(
                        container(State.EXITED, 1, Health.NONE), List.of("exec /app: no such file or directory"), true)
                .withHandler(BinfmtHandler.parse("aarch64", HANDLER.formatted("POCF")));

        assertThat(Catalogue.recognise(symptoms)).isEmpty();
    }

    /** What a container that is well mentions isn't why anything failed. */
    @Test
    void aHealthyOrWellEndedContainersLogTellsNothing() {
        List<String> log = List.of("no space left on device", "qemu: uncaught target signal 11", "connection refused");

        assertThat(Catalogue.recognise(Symptoms.of(container(State.RUNNING, 0, Health.HEALTHY), log, true)))
                .isEmpty();
        assertThat(Catalogue.recognise(Symptoms.of(container(State.EXITED, 0, Health.NONE), log, true)))
                .isEmpty();
    }

    @Test
    void qemusWordsInANativeLogAreNoneOfQemus() {
        Symptoms symptoms = Symptoms.of(
                container(State.EXITED, 1, Health.NONE),
                List.of("runbook: 'qemu: uncaught target signal 4' means an old QEMU"),
                false);

        assertThat(Catalogue.recognise(symptoms)).isEmpty();
    }

    private static ContainerFacts container(State state, int exitCode, Health health) {
        return new ContainerFacts(
                "id",
                "web",
                state,
                exitCode,
                false,
                "",
                health,
                "",
                0,
                Optional.empty(),
                Optional.empty(),
                "sha256:1",
                List.of("node", "server.js"),
                "/",
                Map.of(),
                Map.of());
    }
}
