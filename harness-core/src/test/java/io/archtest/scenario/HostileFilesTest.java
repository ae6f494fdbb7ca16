package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.compose.InvalidFileException;
import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small files that would make a reader work for ever, or fill its memory. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFilesTest {
    private static final String SERVICES = "services: { a: { image: x } }\n";

    @TempDir
    Path folder;

    @Test
    void aMapThatMergesItselfIsRefused() {
        assertRefused("x-a: &a\n  b: 1\n  <<: *a\n" + SERVICES, "nested");
        assertRefused("x-a: &a { <<: [*a, *a] }\n" + SERVICES, "nested");
        assertRefused("x-a: &a [*a]\n" + SERVICES, "nested");
    }

    @Test
    void mergeKeysCountLikeAnyOtherAlias() {
        StringBuilder file = new StringBuilder("x-0: &a0 { k: v }\n");
        for (int i = 1; i < 30; i++) {
            file.append("x-%d: &a%d { l%d: { <<: *a%d }, r%d: { <<: *a%d } }%n".formatted(i, i, i, i - 1, i, i - 1));
        }
        assertRefused(file + SERVICES, "when its aliases are followed");
    }

    @Test
    void aFileWithManyProblemsHasThemAllAndIsDoneSoon() {
        StringBuilder file = new StringBuilder("services:\n  a:\n    image: x\n");
        for (int i = 0; i < 40_000; i++) {
            file.append("    k%05d: 1%n".formatted(i));
        }
        assertThatThrownBy(() -> read(file.toString()))
                .isInstanceOfSatisfying(
                        InvalidFileException.class,
                        e -> assertThat(e.problems()).hasSize(40_000))
                .hasMessageContaining("... and 39975 more");
    }

    @Test
    void aWordOfHundredsOfThousandsOfLettersIsComparedWithNothing() {
        assertRefused("services:\n  a:\n    image: x\n    ? " + "k".repeat(900_000) + "\n    : 1\n", "unknown key");
    }

    @Test
    void variablesDontMultiplyBeyondALimit() throws IOException {
        Files.writeString(folder.resolve(".env"), "BIG=" + "b".repeat(500_000) + "\n");
        assertRefused(
                "services:\n  a:\n    image: x\n    command: [" + "'${BIG}',".repeat(90_000) + "]\n",
                "when its variables are replaced");
    }

    private void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }

    private void read(String text) throws IOException {
        new ScenarioReader().read(Files.writeString(folder.resolve("compose.yaml"), text), Map.of(), Map.of());
    }
}
