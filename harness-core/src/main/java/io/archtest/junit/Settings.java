package io.archtest.junit;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What is said outside of test classes: {@code archtest.images}, {@code archtest.provider}, {@code archtest.required}. */
final class Settings {
    private final Function<String, Optional<String>> lookup;

    private Settings(Function<String, Optional<String>> lookup) {
        this.lookup = lookup;
    }

    /** JUnit's configuration parameters, which system properties are among, else the environment ({@code ARCHTEST_IMAGES}). */
    static Settings of(ExtensionContext context) {
        return new Settings(key -> context.getConfigurationParameter(key).or(() -> environment(key)));
    }

    /** Where JUnit isn't asked: system properties, else the environment. */
    static Settings ofThisProcess() {
        return new Settings(key -> Optional.ofNullable(System.getProperty(key)).or(() -> environment(key)));
    }

    private static Optional<String> environment(String key) {
        return Optional.ofNullable(System.getenv(key.toUpperCase(Locale.ROOT).replace('.', '_')));
    }

    Optional<String> value(String key) {
        return lookup.apply(key);
    }

    String images() {
        return lookup.apply("archtest.images").orElse("auto");
    }

    String provider() {
        return lookup.apply("archtest.provider").orElse("auto");
    }

    /** Whether an architecture that can't run here is a failure. */
    boolean required() {
        return lookup.apply("archtest.required").filter(Boolean::parseBoolean).isPresent();
    }
}
