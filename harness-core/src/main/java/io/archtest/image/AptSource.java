package io.archtest.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One entry of apt's sources, from either format (sources.list(5)).
 *
 * @param fields by their deb822 name in lower case; a value keeps its further lines as they are
 */
record AptSource(Map<String, String> fields) {
    private static final Pattern LINE = Pattern.compile("deb\\s+(?:\\[([^]]*)]\\s*)?(\\S+)\\s+(\\S+)\\s*(.*)");
    private static final Pattern FIELD = Pattern.compile("([A-Za-z0-9-]+):\\s*(.*)");
    /** Keyrings that distributions ship for themselves, such as debian-archive-keyring and ubuntu-archive-keyring. */
    private static final Pattern KEYRING = Pattern.compile("/(?:usr/share/keyrings|etc/apt/trusted\\.gpg\\.d)/"
            + "(?:debian|ubuntu|raspbian|devuan|kali|linuxmint)-archive-\\S*");

    AptSource {
        fields = new LinkedHashMap<>(fields);
    }

    /** The entries of a {@code .list} or {@code .sources} file, disabled ones included. */
    static List<AptSource> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        return file.toString().endsWith(".sources") ? stanzas(lines) : oneLiners(lines);
    }

    private static List<AptSource> stanzas(List<String> lines) {
        List<AptSource> sources = new ArrayList<>();
        Map<String, String> fields = new LinkedHashMap<>();
        String last = "";
        for (String line : lines) {
            Matcher field = FIELD.matcher(line);
            if (line.isBlank()) {
                add(sources, fields);
                fields = new LinkedHashMap<>();
            } else if (Character.isWhitespace(line.charAt(0))) {
                fields.merge(last, line, (before, more) -> before + "\n" + more);
            } else if (field.matches()) {
                last = field.group(1).toLowerCase(Locale.ROOT);
                fields.put(last, field.group(2).strip());
            }
        }
        add(sources, fields);
        return sources;
    }

    private static void add(List<AptSource> sources, Map<String, String> fields) {
        if (fields.containsKey("uris")) {
            sources.add(new AptSource(fields));
        }
    }

    private static List<AptSource> oneLiners(List<String> lines) {
        List<AptSource> sources = new ArrayList<>();
        for (String line : lines) {
            Matcher parts = LINE.matcher(line.replaceFirst("#.*", "").strip());
            if (parts.matches()) {
                Map<String, String> fields = new LinkedHashMap<>(Map.of("types", "deb"));
                fields.put("uris", parts.group(2));
                fields.put("suites", parts.group(3));
                fields.put("components", parts.group(4));
                String options = parts.group(1) == null ? "" : parts.group(1).strip();
                for (String option : options.split("\\s+")) {
                    String[] pair = option.split("=", 2);
                    if (pair.length == 2) {
                        String name = pair[0].equals("arch") ? "architectures" : pair[0];
                        fields.put(name, pair[1].replace(',', ' '));
                    }
                }
                sources.add(new AptSource(fields));
            }
        }
        return sources;
    }

    boolean active() {
        return words("types").contains("deb")
                && !List.of("no", "false", "0").contains(text("enabled").toLowerCase(Locale.ROOT))
                && uris().stream().noneMatch(uri -> uri.startsWith("cdrom:"));
    }

    /** Told by the component and, if there is a key, by whose it is; personal archives use the same suites. */
    boolean fromDistribution() {
        boolean key = text("signed-by").isBlank()
                || KEYRING.matcher(text("signed-by")).find();
        boolean personal = uris().stream().anyMatch(uri -> uri.matches("https?://[^/]*\\bppa\\..*"));
        return words("components").contains("main") && key && !personal;
    }

    /** Whether it isn't restricted to other architectures; {@code name} is dpkg's word. */
    boolean serves(String name) {
        return words("architectures").isEmpty() || words("architectures").contains(name);
    }

    List<String> suites() {
        return words("suites");
    }

    List<String> uris() {
        return words("uris");
    }

    AptSource onlySuites(Set<String> wanted) {
        return with("suites", suites().stream().filter(wanted::contains).toList());
    }

    AptSource withUris(List<String> uris) {
        return with("uris", uris);
    }

    /** As deb822 text, for whatever architecture is asked for. */
    String stanza() {
        return fields.entrySet().stream()
                .filter(field -> !Set.of("types", "architectures", "enabled").contains(field.getKey()))
                .map(field -> "%s: %s\n".formatted(title(field.getKey()), field.getValue()))
                .collect(Collectors.joining("", "Types: deb\n", ""));
    }

    private AptSource with(String field, List<String> values) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put(field, String.join(" ", values));
        return new AptSource(changed);
    }

    private String text(String field) {
        return fields.getOrDefault(field, "");
    }

    private List<String> words(String field) {
        return Arrays.stream(text(field).split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String title(String name) {
        return name.equals("uris")
                ? "URIs"
                : Arrays.stream(name.split("-"))
                        .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                        .collect(Collectors.joining("-"));
    }
}
