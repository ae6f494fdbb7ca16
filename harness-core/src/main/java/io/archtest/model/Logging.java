package io.archtest.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the engine keeps a container's log; only drivers that it can read back. */
public record Logging(Driver driver, Map<String, String> options) {

    /** What log checks and the evidence of a failure can be read from. */
    public enum Driver {
        JSON_FILE("json-file"),
        LOCAL("local"),
        JOURNALD("journald");

        private final String word;

        Driver(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static Optional<Driver> of(String word) {
            return Arrays.stream(values())
                    .filter(driver -> driver.word.equals(word))
                    .findFirst();
        }

        public static List<String> words() {
            return Arrays.stream(values()).map(Driver::word).toList();
        }
    }

    public Logging {
        options = Map.copyOf(options);
    }
}
