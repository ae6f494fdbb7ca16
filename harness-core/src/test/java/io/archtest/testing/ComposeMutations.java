package io.archtest.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes one broken Compose file of a valid one; the same for the same {@link Random}. */
public final class ComposeMutations {
    private static final Pattern KEY = Pattern.compile("^(\\s*(?:- )?)([\\w.\"'<-]+):(.*)$");

    private static final List<String> ODD_VALUES = List.of(
            "~",
            "null",
            "{}",
            "[]",
            "[[]]",
            "{a: {b: [c]}}",
            "- x",
            "yes",
            "0x7f",
            "0o17",
            "1e999",
            "-.inf",
            ".nan",
            "-1",
            "99999999999999999999999999999999",
            "0.000000000000000000001",
            "65536",
            "9223372036854775808",
            "1h1h1h",
            "1y",
            "\"\"",
            "' '",
            "\"\\u0000\"",
            "\"\\uD800\"",
            "|",
            ">-",
            "!reset null",
            "!override [a]",
            "!!binary aGk=",
            "!!set {a, b}",
            "!!omap [a: b]",
            "!foo bar",
            "!!int x",
            "&a",
            "*a",
            "&a [*a]",
            "<<",
            "<<: *nope",
            "2001-01-01",
            "../../../../etc/passwd",
            "http://127.0.0.1:1/x",
            "/dev/zero",
            "a:b:c:d:e",
            "::",
            "/",
            "~/x",
            "1-70000",
            "8000-9000:1-2/udp",
            "@",
            "`id`",
            "%YAML 1.1",
            "---",
            "...",
            "? a",
            ": b",
            "\t",
            "#",
            "service:",
            "x".repeat(3000));

    private static final List<String> VARIABLES = List.of(
            "${",
            "$}",
            "${}",
            "${A",
            "${A:-",
            "${A:-${B:-${C:?no}}}",
            "${A:?}",
            "${A:+}",
            "${A:/}",
            "$",
            "$$",
            "$$$",
            "${1}",
            "${A-b}",
            "${ A }",
            "${A:-}}",
            "$A$B",
            "${A:-$(touch x)}",
            "${Ä}",
            "${A\n}",
            "${".repeat(40));

    private static final List<String> INSERTED = List.of(
            "\t",
            "\u0000",
            "\u0007",
            "\ufeff",
            "\u202e",
            "\u2028",
            "\u0085",
            "🌍",
            "é",
            "{",
            "}",
            "[",
            "]",
            ",",
            "&",
            "*",
            "!",
            "|",
            ">",
            "'",
            "\"",
            "%",
            "@",
            "`",
            "#",
            "?",
            ":",
            "-",
            "\r\n",
            "\n",
            "  ",
            "<<: *a\n",
            "&a ",
            "*a",
            "!reset ",
            "!override ",
            "---\n",
            "...\n",
            "\\");

    private static final List<String> KEYS = List.of(
            "services",
            "volumes",
            "networks",
            "configs",
            "secrets",
            "x-archtest",
            "include",
            "name",
            "image",
            "build",
            "ports",
            "depends_on",
            "deploy",
            "healthcheck",
            "extends",
            "environment",
            "env_file",
            "command",
            "develop",
            "container_name",
            "scale",
            "logging",
            "checks",
            "edges",
            "placements",
            "test",
            "<<",
            "models",
            "profiles");

    private final Random random;
    private final List<String> corpus;

    public ComposeMutations(Random random, List<String> corpus) {
        this.random = random;
        this.corpus = corpus;
    }

    /** A file of the corpus after one to four changes. */
    public byte[] next() {
        String text = any(corpus);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            text = changed(text);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return random.nextInt(25) == 0 ? noText(bytes) : bytes;
    }

    private String changed(String text) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int at = random.nextInt(lines.size());
        switch (random.nextInt(16)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 2 -> lines.set(at, lines.set(random.nextInt(lines.size()), lines.get(at)));
            case 3 -> lines.set(at, onKey(lines.get(at), key -> key.substring(0, key.length() / 2)));
            case 4 -> lines.set(at, onKey(lines.get(at), key -> any(KEYS)));
            case 5, 6 -> lines.set(at, onValue(lines.get(at), any(ODD_VALUES)));
            case 7, 8 -> lines.set(at, onValue(lines.get(at), any(VARIABLES)));
            case 9 -> lines.set(at, onValue(lines.get(at), nested()));
            case 10 ->
                lines.set(at, " ".repeat(random.nextInt(6)) + lines.get(at).strip());
            case 11 -> lines.addAll(at, piece());
            case 12 -> lines.add(at, bomb());
            case 13 -> lines.subList(at, lines.size()).clear();
            default -> {
                return inserted(text);
            }
        }
        return String.join("\n", lines);
    }

    private interface Rename {
        String of(String key);
    }

    private static String onKey(String line, Rename rename) {
        Matcher key = KEY.matcher(line);
        return key.matches() ? key.group(1) + rename.of(key.group(2)) + ":" + key.group(3) : line;
    }

    private static String onValue(String line, String value) {
        Matcher key = KEY.matcher(line);
        return key.matches() ? "%s%s: %s".formatted(key.group(1), key.group(2), value) : value;
    }

    private String nested() {
        int depth = 1 + random.nextInt(150);
        return random.nextBoolean()
                ? "[".repeat(depth) + "]".repeat(depth)
                : "{a: ".repeat(depth) + "}".repeat(random.nextInt(depth + 1));
    }

    private List<String> piece() {
        String[] other = any(corpus).split("\n", -1);
        int from = random.nextInt(other.length);
        return Arrays.asList(other).subList(from, Math.min(other.length, from + 1 + random.nextInt(8)));
    }

    /** Aliases that grow to 9^depth values, beside or within a map. */
    private String bomb() {
        int depth = 1 + random.nextInt(8);
        StringBuilder text = new StringBuilder("x-a0: &a0 [x,x,x,x,x,x,x,x,x]");
        for (int i = 1; i <= depth; i++) {
            text.append("\nx-a%d: &a%d [%s]"
                    .formatted(i, i, String.join(",", java.util.Collections.nCopies(9, "*a" + (i - 1)))));
        }
        return text.toString();
    }

    private String inserted(String text) {
        int at = random.nextInt(text.length() + 1);
        int end = random.nextBoolean() ? at : Math.min(text.length(), at + random.nextInt(20));
        return text.substring(0, at) + any(INSERTED) + text.substring(end);
    }

    private byte[] noText(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = random.nextInt(bytes.length + 1);
        out.write(bytes, 0, at);
        out.writeBytes(new byte[] {(byte) 0xc3, (byte) 0x28, (byte) 0xff, (byte) 0xfe});
        out.write(bytes, at, bytes.length - at);
        return out.toByteArray();
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
