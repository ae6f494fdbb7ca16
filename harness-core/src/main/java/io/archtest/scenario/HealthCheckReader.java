package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code healthcheck}; what is left out stays zero or empty, and is the image's own. */
final class HealthCheckReader {
    private static final List<String> NONE = List.of("NONE");
    private static final HealthCheck OFF = new HealthCheck(NONE, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);

    private HealthCheckReader() {}

    static Optional<HealthCheck> read(Fields service) {
        return service.map("healthcheck").map(HealthCheckReader::check);
    }

    private static HealthCheck check(Fields fields) {
        boolean disabled = fields.flag("disable").orElse(false);
        Optional<Yaml> test = fields.take("test");
        HealthCheck check = new HealthCheck(
                test.map(value -> test(fields, value)).orElse(List.of()),
                fields.duration("interval").orElse(Duration.ZERO),
                fields.duration("timeout").orElse(Duration.ZERO),
                fields.duration("start_period").orElse(Duration.ZERO),
                fields.duration("start_interval").orElse(Duration.ZERO),
                fields.integer("retries").orElse(0));
        fields.finish();
        return disabled || check.test().equals(NONE) ? OFF : check;
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
