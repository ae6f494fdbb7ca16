package io.archtest.model;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** How a secret looks where it is not written as it is: encoded, escaped, quoted, or one line of it by itself. */
final class SecretForms {
    /** A line of a longer secret that is at least that long is a secret itself: logs are read line by line. */
    private static final int TELLING = 16;

    /** Of a longer one, which nobody prints in all forms, its lines are enough. */
    private static final int LONG = 512;

    /** Shorter pieces of an encoding stand in other texts too. */
    private static final int LEAST_ENCODED = 6;

    /** Characters that one encoder of URLs leaves as they are and another one doesn't. */
    private static final List<String> UNTOUCHED = List.of("", "/", "/:", "!'()*", "*");

    private SecretForms() {}

    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        String plain = secret.strip();
        // a key within JSON has its line ends as text
        List<String> lines = plain.replace("\\r", "")
                .replace("\\n", "\n")
                .lines()
                .map(String::strip)
                .toList();
        if (plain.isEmpty()) {
            return forms;
        }
        written(plain, forms);
        if (plain.contains("\n") || plain.length() > LONG) {
            base64(plain.getBytes(StandardCharsets.UTF_8), forms);
        } else {
            escaped(plain, forms);
            encoded(plain, forms);
        }
        if (lines.size() > 1) {
            lines.stream().filter(SecretForms::telling).forEach(line -> escaped(line, forms));
        }
        return forms;
    }

    /** Those that are short enough to be looked for in a text that was cut. */
    static Set<String> plain(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        written(secret.strip(), forms);
        return forms;
    }

    /** The marks around PEM are no secret. */
    private static boolean telling(String line) {
        return line.length() >= TELLING && !line.startsWith("-----");
    }

    private static void written(String text, Set<String> forms) {
        forms.add(text);
        forms.add(json(text, false));
    }

    private static void escaped(String text, Set<String> forms) {
        for (UnaryOperator<String> escape : escapes()) {
            String once = escape.apply(text);
            forms.add(once);
            forms.add(json(once, false)); // a line of a log, in an engine's answer
        }
        for (String untouched : UNTOUCHED) {
            String encoded = percent(text, untouched);
            forms.add(encoded);
            forms.add(encoded.replace("%20", "+"));
            forms.add(lower(encoded));
            forms.add(lower(encoded.replace("%20", "+")));
        }
    }

    private static void encoded(String text, Set<String> forms) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
        base64(bytes, forms);
        base64(percent(text, "").getBytes(StandardCharsets.UTF_8), forms);
    }

    private static List<UnaryOperator<String>> escapes() {
        return List.of(
                UnaryOperator.identity(),
                text -> json(text, false),
                text -> json(text, true),
                text -> ascii(json(text, false)),
                text -> text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n"),
                text -> text.replace("'", "''"),
                text -> text.replace("'", "'\\''"),
                text -> text.replace("'", "'\"'\"'"),
                text -> text.replaceAll("[\\\\\"$`]", "\\\\$0"),
                text -> text.replaceAll("[^A-Za-z0-9_@%+=:,./\\n-]", "\\\\$0"),
                SecretForms::html,
                text -> html(text).replace("&#39;", "&#x27;").replace("&quot;", "&#34;"),
                text -> html(text).replace("&#39;", "'").replace("&quot;", "\""));
    }

    /** @param careful as Go writes it, for pages of HTML */
    private static String json(String text, boolean careful) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    boolean named = c < 0x20 || (careful && (c == '<' || c == '>' || c == '&'));
                    escaped.append(named ? "\\u%04x".formatted(c) : String.valueOf((char) c));
                }
            }
        });
        return escaped.toString();
    }

    private static String ascii(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(c < 0x7f ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return escaped.toString();
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String percent(String text, String untouched) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
        for (int i = 0; i < untouched.length(); i++) {
            char c = untouched.charAt(i);
            encoded = encoded.replace("%%%02X".formatted((int) c), String.valueOf(c));
        }
        return encoded;
    }

    private static String lower(String encoded) {
        StringBuilder result = new StringBuilder(encoded);
        for (int i = encoded.indexOf('%'); i >= 0 && i + 3 <= encoded.length(); i = encoded.indexOf('%', i + 1)) {
            result.replace(i, i + 3, encoded.substring(i, i + 3).toLowerCase(Locale.ROOT));
        }
        return result.toString();
    }

    /**
     * In the middle of a longer text, as in {@code user:password}, its place decides how it looks: three ways, of which only
     * the characters count that hold nothing of its neighbours.
     */
    private static void base64(byte[] bytes, Set<String> forms) {
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = (before * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            if (to - from >= LEAST_ENCODED) {
                String own = encoded.substring(from, to);
                forms.add(own);
                forms.add(own.replace('+', '-').replace('/', '_'));
            }
        }
    }
}
