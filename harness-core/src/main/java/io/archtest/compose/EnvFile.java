package io.archtest.compose;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lines of {@code NAME=value} as Compose reads them: comments, {@code export}, single quotes (as it stands), double quotes
 * and none (variables replaced).
 */
public final class EnvFile {
    private EnvFile() {}

    public static Map<String, String> parse(String text, boolean raw, Interpolation interpolation, Yaml.Position at) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String stripped = line.strip().replaceFirst("^export\\s+", "");
            int equals = stripped.indexOf('=');
            if (stripped.startsWith("#") || equals < 1) {
                continue;
            }
            String name = stripped.substring(0, equals).strip();
            String value = stripped.substring(equals + 1);
            values.put(name, raw ? value : value(value.strip(), interpolation, at));
        }
        return values;
    }

    private static String value(String text, Interpolation interpolation, Yaml.Position at) {
        if (text.length() > 1 && text.startsWith("'") && text.indexOf('\'', 1) > 0) {
            return text.substring(1, text.indexOf('\'', 1));
        }
        if (text.length() > 1 && text.startsWith("\"") && text.indexOf('"', 1) > 0) {
            String inner = text.substring(1, text.indexOf('"', 1)).replace("\\n", "\n");
            return interpolation.text(inner, at);
        }
        return interpolation.text(text.replaceFirst("\\s+#.*$", ""), at);
    }
}
