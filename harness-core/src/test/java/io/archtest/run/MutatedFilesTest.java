package io.archtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.compose.ComposeRequest;
import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import io.archtest.plan.Planner;
import io.archtest.plan.RunRequest;
import io.archtest.profile.AssumedProfiles;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import io.archtest.testing.ComposeCorpus;
import io.archtest.testing.ComposeMutations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a file, reading and planning it ends with a plan or a described error, and starts nothing. */
class MutatedFilesTest {
    private static final int CASES = 10_000;

    /** Another one with {@code -Darchtest.fuzz.seed=N}; a failure names the seed of its case, which replays it alone. */
    private static final long SEED = Long.getLong("archtest.fuzz.seed", 20261125L);

    private static final Map<String, String> ENVIRONMENT =
            Map.of("A", "a", "B", "", "DB_PASSWORD", "secret", "HOME", "/nonexistent");

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aMutatedFileIsAPlanOrADescribedError() throws IOException {
        ComposeCorpus.companions(folder);
        List<String> corpus = corpus();
        int plans = 0;
        int refusals = 0;
        for (int i = 0; i < CASES; i++) {
            long seed = SEED + i;
            byte[] file = new ComposeMutations(new Random(seed), corpus).next();
            if (plans(file, seed)) {
                plans++;
            } else {
                refusals++;
            }
        }
        // neither would show anything by itself
        assertThat(plans).as("files that are still valid").isGreaterThan(CASES / 20);
        assertThat(refusals).as("files that aren't").isGreaterThan(CASES / 4);
    }

    private static List<String> corpus() throws IOException {
        List<String> corpus = new ArrayList<>();
        for (Path file : ComposeCorpus.written()) {
            corpus.add(Files.readString(file));
        }
        for (Path file : ComposeCorpus.shipped()) {
            corpus.add(Files.readString(file));
        }
        return corpus;
    }

    private boolean plans(byte[] text, long seed) throws IOException {
        Path file = Files.write(folder.resolve("compose.yaml"), text);
        try {
            // keys are slow to make; each twentieth file gets its own
            Optional<Map<String, String>> secrets = seed % 20 == 0 ? Optional.empty() : Optional.of(secrets());
            Scenario scenario = new ScenarioReader().read(ComposeRequest.of(file, ENVIRONMENT), Map.of(), secrets);
            Architecture host = seed % 2 == 0 ? Architecture.X86_64 : Architecture.ARM64;
            new Planner(AssumedProfiles.plain(host))
                    .plan(new RunRequest(() -> scenario, placements(scenario), Map.of(), ImageMode.REGISTRY, Set.of()));
            return true;
        } catch (InvalidRequestException e) {
            assertThat(e.getMessage()).as("seed %d", seed).isNotBlank().doesNotContain("java.", "Exception");
            return false;
        } catch (Throwable e) {
            throw new AssertionError(
                    "-Darchtest.fuzz.seed=%d: not a described error for%n%s"
                            .formatted(seed, new String(text, StandardCharsets.UTF_8)),
                    e);
        }
    }

    private static List<String> placements(Scenario scenario) {
        List<String> placements = new ArrayList<>(List.of("default", "flip", "emulated"));
        scenario.placements().keySet().stream()
                .filter(name -> !placements.contains(name) && !name.equals("cover"))
                .forEach(placements::add);
        return placements;
    }

    /** Names that the shipped scenarios generate. */
    private static Map<String, String> secrets() {
        return Map.of("DB_PASS", "generated", "POSTGRES_PASSWORD", "generated", "SECRET_KEY_BASE", "generated");
    }
}
