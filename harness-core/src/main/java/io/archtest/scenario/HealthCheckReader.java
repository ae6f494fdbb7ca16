package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code healthcheck}; what is left out has Compose's defaults. */
final class HealthCheckReader {
    private static final Duration DEFAULT = Duration.ofSeconds(30);
    private static final HealthCheck OFF = new HealthCheck(List.of("NONE"), DEFAULT, DEFAULT, Duration.ZERO, 3);

    private HealthCheckReader() {}

    static Optional<HealthCheck> read(Fields service) {
        return service.map("healthcheck").flatMap(HealthCheckReader::check);
    }

    private static Optional<HealthCheck> check(Fields fields) {
        boolean disabled = fields.flag("disable").orElse(false);
        Optional<Yaml> test = fields.take("test");
        HealthCheck check = new HealthCheck(
                test.map(value -> test(fields, value)).orElse(List.of()),
                fields.duration("interval").orElse(DEFAULT),
                fields.duration("timeout").orElse(DEFAULT),
                fields.duration("start_period").orElse(Duration.ZERO),
                fields.integer("retries").orElse(3));
        fields.duration("start_interval"); // an engine older than 25 doesn't know it; the interval holds from the start
        fields.finish();
        if (disabled || check.test().equals(List.of("NONE"))) {
            return Optional.of(OFF);
        }
        if (check.test().isEmpty()) {
            fields.problem(
                    fields.at(), "a healthcheck without 'test' changes only the image's own; write the test here too");
            return Optional.empty();
        }
        return Optional.of(check);
    }

    private static List<String> test(Fields fields, Yaml value) {
        if (value instanceof Yaml.Scalar scalar) {
            return List.of("CMD-SHELL", scalar.text());
        }
        List<String> words = new ArrayList<>(fields.strings("test"));
        if (words.isEmpty() || !List.of("NONE", "CMD", "CMD-SHELL").contains(words.get(0))) {
            fields.wrong(value, "test", "must begin with NONE, CMD or CMD-SHELL");
            return List.of();
        }
        return words;
    }
}
