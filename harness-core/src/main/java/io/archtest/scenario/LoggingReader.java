package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.Logging;
import java.util.Map;
import java.util.Optional;

/** Reads {@code logging}: drivers whose log the engine can give back. */
final class LoggingReader {
    private LoggingReader() {}

    static Optional<Logging> read(Fields service) {
        return service.map("logging").flatMap(LoggingReader::logging);
    }

    private static Optional<Logging> logging(Fields fields) {
        Optional<Yaml> value = fields.take("driver");
        String word = fields.text("driver").orElse(Logging.Driver.JSON_FILE.word());
        Map<String, String> options = fields.pairs("options", key -> Optional.of(""));
        fields.finish();
        Optional<Logging.Driver> driver = Logging.Driver.of(word);
        if (driver.isEmpty()) {
            fields.problem(
                    value.map(Yaml::at).orElse(fields.at()),
                    "logging.driver '%s' is not carried out: log checks and the evidence of a failure read the log from the engine, which can give back what these keep: %s"
                            .formatted(word, String.join(", ", Logging.Driver.words())));
        }
        return driver.map(known -> new Logging(known, options));
    }
}
