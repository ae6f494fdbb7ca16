package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.archtest.compose.InvalidFileException;
import io.archtest.compose.Problem;
import io.archtest.compose.Yaml;
import io.archtest.model.ArchtestException;
import io.archtest.scenario.AttributeSamples.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published schema says what the reader does, and nothing else: each attribute's examples are read, each by itself in an
 * otherwise minimal file, and each map is asked which keys it knows.
 */
class SchemaAgreesWithReaderTest {
    /** Carried out, and yet a scenario with them can be the same as one without; why. */
    private static final Map<String, String> CHANGES_NOTHING_BY_ITSELF = Map.ofEntries(
            Map.entry("services", "without it there is no scenario"),
            Map.entry("networks", "a declaration; what a service does with it is seen at services.*.networks"),
            Map.entry("volumes", "a declaration, as above"),
            Map.entry("configs", "a declaration, as above"),
            Map.entry("secrets", "a declaration, as above"),
            Map.entry(
                    "services.*.depends_on.*.restart",
                    "'false' is the default, and the only value that is carried out"),
            Map.entry("services.*.env_file[].required", "decides only whether a missing file is an error"),
            Map.entry("services.*.ports[].protocol", "'tcp' is the default, and the only value that is carried out"),
            Map.entry("networks.*.enable_ipv4", "'true' is the default, and the only value that is carried out"),
            Map.entry("networks.*.ipam.driver", "'default' is the default, and the only value that is carried out"),
            Map.entry("services.*.build.entitlements", "an empty list is all that is carried out"),
            Map.entry("services.*.build.isolation", "'default' is all that is carried out"),
            Map.entry("services.*.build.privileged", "'false' is all that is carried out"),
            Map.entry("services.*.build.provenance", "'false' is all that is carried out"),
            Map.entry("services.*.build.sbom", "'false' is all that is carried out"),
            Map.entry("volumes.*.driver", "'local' is the default, and the only value that is carried out"),
            Map.entry(
                    "x-archtest.checks[].http.scheme",
                    "'http' is the default, and 'https' wants 'tls' beside it, as seen there"),
            Map.entry("x-archtest.checks[].http.tls", "'https' is an error without it"),
            Map.entry(
                    "x-archtest.checks[].http.tls.verify",
                    "'false' stands in place of 'ca', and one of both must be there"),
            Map.entry("networks.*.driver", "'bridge' is the default, and the only value that is carried out"),
            Map.entry("x-archtest.secrets.*.tls.certificates[].names", "certificates are new at each reading"),
            Map.entry("x-archtest.secrets.*.tls.certificates[].self-signed", "certificates are new at each reading"));

    /** In the model so that {@code plan} can say that no image gets these names; a run does nothing with it. */
    private static final String ONLY_PLANNED = "services.*.build.tags";

    /** Longer than any key, so that none is near it and all known ones are listed. */
    private static final String UNKNOWN = "q".repeat(60);

    private static final Pattern KNOWN = Pattern.compile("'" + UNKNOWN + "'; known: (.*)");

    private final AttributeSamples samples = new AttributeSamples(ScenarioSchema.document());
    private final Schema validator =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(ScenarioSchema.document());
    private final Map<String, String> faults = new TreeMap<>();

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        AttributeSamples.writeFiles(folder);
    }

    @Test
    void whatIsCarriedOutReadsAndChangesTheScenario() {
        carriedOut(samples);

        assertThat(faults).isEmpty();
    }

    @Test
    void anAttributeThatTheReaderDoesNotKnowOrIgnoresIsFound() {
        ObjectNode schema = ScenarioSchema.document();
        ObjectNode service = (ObjectNode) schema.at("/definitions/service/properties");
        service.putObject("imaginary").putArray("examples").add("x");
        service.putObject("x-nobody-reads-this").putArray("examples").add("x");
        service.remove("hostname");
        AttributeSamples planted = new AttributeSamples(schema);

        carriedOut(planted);
        assertThat(faults).containsOnlyKeys("services.*.imaginary", "services.*.x-nobody-reads-this");
        assertThat(faults.get("services.*.imaginary")).contains("unknown key in app: 'imaginary'");
        assertThat(faults.get("services.*.x-nobody-reads-this")).contains("is read and changes nothing");

        faults.clear();
        knownKeys(planted);
        assertThat(faults).containsOnlyKeys("services.*");
        assertThat(faults.get("services.*")).contains("[imaginary, x-nobody-reads-this]", "[hostname]");
    }

    private void carriedOut(AttributeSamples samples) {
        samples.attributes().forEach((path, node) -> {
            if (!node.has("not") && withinNone(path, AttributeSupport.withoutEffect())) {
                carriedOut(path, samples.sample(path));
            }
        });
    }

    private static boolean withinNone(String path, Map<String, String> listed) {
        return listed.keySet().stream()
                .noneMatch(each -> path.equals(each) || path.startsWith(each + ".") || path.startsWith(each + "["));
    }

    private void carriedOut(String path, Sample sample) {
        if (sample.with().isEmpty()) {
            faults.put(path, "has no example");
        }
        List<Object> results = new ArrayList<>();
        for (JsonNode with : sample.with()) {
            List<Problem> problems = problems(with);
            if (!problems.isEmpty()) {
                faults.put(path, "the schema says that it is carried out, the reader: " + problems);
                return;
            }
            results.add(fingerprint(with));
            validator.validate(with).forEach(error -> faults.put(path, "the reader takes it, the schema: " + error));
        }
        if (problems(sample.without()).isEmpty()) {
            results.add(fingerprint(sample.without()));
        }
        boolean changes = Set.copyOf(results).size() > 1;
        if (changes == CHANGES_NOTHING_BY_ITSELF.containsKey(path)) {
            faults.put(
                    path,
                    changes
                            ? "changes the scenario, and is listed as one that doesn't"
                            : "is read and changes nothing: " + sample.with());
        }
    }

    @Test
    void whatIsRefusedIsRefusedByNameAndPlaceWithTheReason() {
        AttributeSupport.refused().forEach((path, reason) -> {
            Sample sample = samples.sample(path);
            for (JsonNode with : sample.with()) {
                if (problems(with).stream().noneMatch(problem -> refuses(with, problem, sample.key(), reason))) {
                    faults.put(path, "must be refused because '%s'; found: %s".formatted(reason, problems(with)));
                }
                if (validator.validate(with).stream()
                        .noneMatch(error -> error.getKeyword().equals("not")
                                && error.getInstanceLocation().toString().endsWith("/" + sample.key()))) {
                    faults.put(path, "the schema lets it pass");
                }
            }
        });

        assertThat(faults).isEmpty();
    }

    private static boolean refuses(JsonNode file, Problem problem, String key, String reason) {
        String line = file.toPrettyString().lines().toList().get(problem.at().line() - 1);
        return problem.text().contains("'" + key + "'")
                && problem.text().contains(reason)
                && line.startsWith("\"" + key + "\"", problem.at().column() - 1);
    }

    @Test
    void whatHasNoEffectReadsAndChangesNothing() {
        AttributeSupport.withoutEffect().keySet().forEach(path -> {
            Sample sample = samples.sample(path);
            for (JsonNode with : sample.with()) {
                if (!problems(with).isEmpty()) {
                    faults.put(path, "is no problem by the schema; the reader: " + problems(with));
                } else if (problems(sample.without()).isEmpty()
                        && !path.equals(ONLY_PLANNED)
                        && !fingerprint(with).equals(fingerprint(sample.without()))) {
                    faults.put(path, "has an effect");
                }
                validator.validate(with).forEach(error -> faults.put(path, "the schema: " + error));
            }
        });

        assertThat(faults).isEmpty();
    }

    @Test
    void eachMapKnowsTheKeysThatTheSchemaSays() {
        knownKeys(samples);

        assertThat(faults).isEmpty();
    }

    private void knownKeys(AttributeSamples samples) {
        Map<String, Set<String>> maps = new LinkedHashMap<>();
        samples.attributes().keySet().forEach(path -> {
            int cut = path.lastIndexOf('.');
            maps.computeIfAbsent(cut < 0 ? "" : path.substring(0, cut), key -> new TreeSet<>())
                    .add(path.substring(cut + 1));
        });
        maps.forEach((path, keys) -> {
            if (path.endsWith("placements.*") || !withinNone(path, AttributeSupport.withoutEffect())) {
                return; // any other key there is a service's name, or as much without effect as what it is in
            }
            JsonNode file = samples.withUnknownKey(path, UNKNOWN);
            Set<String> known = known(problems(file));
            if (!known.equals(keys)) {
                Set<String> ignored = new TreeSet<>(keys);
                ignored.removeAll(known);
                Set<String> missing = new TreeSet<>(known);
                missing.removeAll(keys);
                faults.put(path, "the reader doesn't know %s, the schema doesn't know %s".formatted(ignored, missing));
            }
            if (validator.validate(file).isEmpty()) {
                faults.put(path, "the schema lets an unknown key pass");
            }
        });
    }

    private static Set<String> known(List<Problem> problems) {
        for (Problem problem : problems) {
            Matcher known = KNOWN.matcher(problem.text());
            if (known.find()) {
                return new TreeSet<>(List.of(known.group(1).split(", ")));
            }
        }
        return Set.of();
    }

    private List<Problem> problems(JsonNode file) {
        try {
            read(file);
            return List.of();
        } catch (InvalidFileException e) {
            return e.problems();
        } catch (ArchtestException e) {
            return List.of(new Problem(new Yaml.Position("", folder, 1, 1), String.valueOf(e.getMessage())));
        }
    }

    /** All of a scenario, except that of generated secrets only the form is compared. */
    private Map<String, Object> fingerprint(JsonNode file) {
        Scenario scenario = read(file);
        Map<String, Object> parts = new LinkedHashMap<>();
        for (RecordComponent part : Scenario.class.getRecordComponents()) {
            try {
                parts.put(part.getName(), part.getAccessor().invoke(scenario));
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
        Map<String, String> forms = new TreeMap<>();
        scenario.secrets()
                .forEach((name, value) -> forms.put(name, value.startsWith("-----") ? "PEM" : "" + value.length()));
        parts.put("secrets", forms);
        parts.remove("redaction"); // new with each generated one; what else is in it stands in other parts
        return parts;
    }

    private Scenario read(JsonNode file) {
        try {
            Path path = Files.writeString(folder.resolve("compose.yaml"), file.toPrettyString());
            return new ScenarioReader().read(path, Map.of("SAMPLE", "one", "SAMPLE_TOO", "two"), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
