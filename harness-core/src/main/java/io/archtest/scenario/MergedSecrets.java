package io.archtest.scenario;

import io.archtest.model.Redaction;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What is secret in a merged file, by the same rules as in a scenario, whether or not it is a valid one. */
final class MergedSecrets {
    private final SecretTexts texts = new SecretTexts();

    private MergedSecrets() {}

    static Redaction of(Map<String, Object> merged, Map<String, String> variables) {
        MergedSecrets secrets = new MergedSecrets();
        secrets.texts.variables(variables);
        each(merged.get("services"), secrets::service);
        each(merged.get("secrets"), (name, secret) -> {
            if (secret instanceof Map<?, ?> fields && fields.get("content") != null) {
                secrets.texts.declared(name, String.valueOf(fields.get("content")));
            }
        });
        return secrets.texts.redaction();
    }

    private void service(String name, Object service) {
        texts.named(name);
        if (service instanceof Map<?, ?> fields) {
            for (String part : String.valueOf(fields.get("image")).split("[/:@]")) {
                texts.named(part);
            }
            pairs(fields.get("environment"));
            texts.text(String.valueOf(fields.get("command")));
            if (fields.get("build") instanceof Map<?, ?> build) {
                pairs(build.get("args"));
            }
        }
    }

    /** A map, or a list of {@code NAME=VALUE}. */
    private void pairs(@Nullable Object pairs) {
        each(pairs, (name, value) -> texts.variable(name, String.valueOf(value)));
        if (pairs instanceof List<?> lines) {
            for (Object line : lines) {
                String[] parts = String.valueOf(line).split("=", 2);
                texts.variable(parts[0], parts.length == 2 ? parts[1] : "");
            }
        }
    }

    private static void each(@Nullable Object map, BiConsumer<String, Object> action) {
        if (map instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> {
                if (value != null) {
                    action.accept(String.valueOf(key), value);
                }
            });
        }
    }
}
