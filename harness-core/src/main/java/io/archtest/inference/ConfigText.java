package io.archtest.inference;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads addresses out of the content of a config or a secret, whatever its language; comments don't count. */
final class ConfigText {
    private static final Pattern COMMENT = Pattern.compile("^\\s*(?:#|//|;|--|\\*).*");
    private static final Pattern SETTING = Pattern.compile(
            "^\\s*(?:-\\s+)?[\"']?([A-Za-z][\\w.-]{0,80})(?:[\"']\\s*:|[\"']?\\s*=|:(?=[\\s\"']))\\s*[\"']?([^\"'\\s,]{1,255})[\"']?[,;]?\\s*$");
    private static final Pattern UPSTREAM = Pattern.compile("(?m)^\\s*(?:upstream|backend|resolver)\\s+([\\w.-]+)");

    private ConfigText() {}

    static List<Mention> find(String content) {
        if (content.indexOf('\0') >= 0 || content.length() > 1_000_000) {
            return List.of();
        }
        List<String> lines =
                content.lines().filter(line -> !COMMENT.matcher(line).matches()).toList();
        Set<String> defined = defined(String.join("\n", lines));
        Set<Mention> found = new LinkedHashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            for (Mention mention : mentions(lines, i)) {
                // nginx's `proxy_pass http://api;` with `upstream api {...}` names no host
                if (!(mention.implied() && defined.contains(mention.host()))) {
                    found.add(mention);
                }
            }
        }
        return List.copyOf(found);
    }

    private static Set<String> defined(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher upstream = UPSTREAM.matcher(text);
        while (upstream.find()) {
            names.add(upstream.group(1));
        }
        return names;
    }

    /** A setting with the ones just before and after it, where the port to a host stands. */
    private static List<Mention> mentions(List<String> lines, int index) {
        Optional<Map.Entry<String, String>> setting = setting(lines, index);
        if (setting.isEmpty()) {
            return AddressText.find(lines.get(index), false);
        }
        Map<String, String> beside = new java.util.LinkedHashMap<>();
        List<Integer> near = new ArrayList<>(List.of(index + 1, index - 1));
        near.forEach(other -> setting(lines, other).ifPresent(entry -> beside.put(entry.getKey(), entry.getValue())));
        return VariableText.find(setting.get().getKey(), setting.get().getValue(), beside);
    }

    private static Optional<Map.Entry<String, String>> setting(List<String> lines, int index) {
        if (index < 0 || index >= lines.size()) {
            return Optional.empty();
        }
        Matcher setting = SETTING.matcher(lines.get(index));
        return setting.matches() ? Optional.of(Map.entry(setting.group(1), setting.group(2))) : Optional.empty();
    }
}
