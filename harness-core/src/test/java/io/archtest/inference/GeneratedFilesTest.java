package io.archtest.inference;

import static io.archtest.inference.EdgeInferenceTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Component;
import io.archtest.model.Inference;
import io.archtest.model.InferredEdge;
import io.archtest.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every file, on files made at random from the words that matter; the seed is fixed. */
class GeneratedFilesTest {
    private static final List<String> NAMES =
            List.of("web", "db", "redis", "api", "no", "a.b", "x-1", "8080", "localhost");
    private static final List<String> PIECES = List.of(
            "web",
            "db",
            "redis",
            "api",
            "localhost",
            "example.com",
            ":",
            "/",
            "@",
            "://",
            "http",
            "tcp",
            "udp",
            "5432",
            "80",
            "99999",
            " ",
            "=",
            ",",
            "host",
            "port",
            "-h",
            "nc",
            "'",
            "(",
            ")",
            "?",
            "#",
            ";",
            "&&",
            "\\\\",
            "%",
            "é",
            "}");
    private static final List<String> VARIABLES =
            List.of("DB_HOST", "DB_PORT", "URL", "dbUrl", "POSTGRES_DB", "A", "HOST", "API_ENDPOINT", "NO_PROXY");

    @TempDir
    Path folder;

    @Test
    void edgesLeadFromKnownServicesToOtherKnownOnesAndAreTheSameEachTime() throws IOException {
        Random random = new Random(20260706);
        int found = 0;
        for (int i = 0; i < 400; i++) {
            String text = file(random);
            Scenario scenario = read(folder, text);
            Inference inference = scenario.inference();
            Set<String> names = scenario.components().stream()
                    .map(component -> component.name().value())
                    .collect(Collectors.toSet());

            for (InferredEdge edge : inference.edges()) {
                assertThat(names)
                        .as(text)
                        .contains(edge.from().value(), edge.to().value());
                assertThat(edge.from()).as(text).isNotEqualTo(edge.to());
                assertThat(scenario.component(edge.from()).sharesNetworkWith(scenario.component(edge.to())))
                        .as(text)
                        .isTrue();
                assertThat(edge.port().map(port -> port >= 1 && port <= 65535).orElse(true))
                        .as(text)
                        .isTrue();
                assertThat(edge.why())
                        .as(text)
                        .contains("compose.yaml:")
                        .contains(edge.from().value());
                edge.port()
                        .ifPresent(
                                port -> assertThat(scenario.component(edge.to()).ports())
                                        .as(text)
                                        .contains(port));
            }
            for (Component component : scenario.components()) {
                assertThat(component.ports()).as(text).doesNotHaveDuplicates();
            }
            assertThat(read(folder, text).inference()).as(text).isEqualTo(inference);
            found += inference.edges().size();
        }
        assertThat(found).as("the generator makes addresses at all").isGreaterThan(100);
    }

    private static String file(Random random) {
        StringBuilder text = new StringBuilder("services:\n");
        for (String name : NAMES) {
            if (random.nextInt(3) > 0 || name.equals("web")) {
                text.append("  \"%s\":\n    image: x\n".formatted(name));
                text.append("    environment:\n");
                VARIABLES.stream()
                        .filter(variable -> random.nextBoolean())
                        .forEach(variable -> text.append("      %s: \"%s\"\n".formatted(variable, value(random))));
                text.append("      END: \"\"\n");
                text.append("    command: [\"%s\", \"%s\", \"%s\"]\n"
                        .formatted(value(random), value(random), value(random)));
                text.append("    networks: [%s]\n".formatted(random.nextInt(4) == 0 ? "other" : "default"));
                text.append(random.nextInt(3) == 0 ? "    expose: [\"80\"]\n" : "");
            }
        }
        return text.append("networks: { other: {} }\n").toString();
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        if (random.nextInt(3) == 0) {
            value.append(NAMES.get(random.nextInt(NAMES.size()))).append(random.nextBoolean() ? ":5432" : "");
        }
        for (int i = random.nextInt(7); i > 0; i--) {
            value.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return value.toString();
    }
}
