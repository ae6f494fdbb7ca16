package io.archtest.image;

import io.archtest.model.Architecture;
import io.archtest.model.BuildSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The images that a Dockerfile builds on ({@code FROM}, {@code COPY --from}), and the Dockerfile with other names in their
 * place: images that are made of packages have names of their own, which no Dockerfile knows. All else stays as it is, line
 * by line.
 */
final class ParentImages {
    private static final Pattern FROM =
            Pattern.compile("(?i)^(\\s*FROM\\s+)((?:--\\S+\\s+)*)(\\S+)((?:\\s+AS\\s+(\\S+))?\\s*)$");
    private static final Pattern PLATFORM = Pattern.compile("--platform=(\\S+)");
    private static final Pattern COPY =
            Pattern.compile("(?i)^(\\s*(?:COPY|ADD)\\s+(?:--\\S+\\s+)*?--from=)(\\S+)(.*)$");
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)(?::([-+])([^}]*))?}|([A-Za-z_][A-Za-z0-9_]*))");

    private final Dockerfile dockerfile;
    private final Map<String, String> variables = new HashMap<>();
    private final Architecture architecture;

    /** @param host the engine's own architecture, for {@code BUILDPLATFORM} */
    ParentImages(Dockerfile dockerfile, BuildSpec spec, Architecture architecture, Architecture host) {
        this.dockerfile = dockerfile;
        this.architecture = architecture;
        automatic("TARGET", architecture);
        automatic("BUILD", host);
        for (Dockerfile.Instruction instruction : dockerfile.instructions()) {
            if (instruction.keyword().equals("FROM")) {
                break;
            }
            if (instruction.keyword().equals("ARG")) {
                declare(instruction.rest(), spec.args());
            }
        }
    }

    private void automatic(String prefix, Architecture value) {
        variables.put(prefix + "PLATFORM", value.platform());
        variables.put(prefix + "OS", "linux");
        variables.put(prefix + "ARCH", value.dockerName());
        variables.put(prefix + "VARIANT", "");
    }

    /** Only what is declared before the first FROM counts in a FROM. */
    private void declare(String text, Map<String, String> args) {
        for (String word : text.split("\\s+")) {
            String[] pair = word.split("=", 2);
            String given = args.get(pair[0]);
            if (given != null) {
                variables.put(pair[0], given);
            } else if (pair.length == 2) {
                variables.put(pair[0], expanded(pair[1].replaceAll("^([\"'])(.*)\\1$", "$2")));
            }
        }
    }

    /**
     * The Dockerfile's text with what {@code other} gives in the place of an image.
     *
     * @param other a name, if there is another one, of an image for that architecture
     */
    String with(BiFunction<String, Architecture, Optional<String>> other) {
        List<String> lines = new ArrayList<>(dockerfile.lines());
        Set<String> stages = new HashSet<>(Set.of("scratch"));
        int count = 0;
        for (Dockerfile.Instruction instruction : dockerfile.instructions()) {
            int index = instruction.line() - 1;
            Matcher from = FROM.matcher(lines.get(index));
            Matcher copy = COPY.matcher(lines.get(index));
            if (instruction.keyword().equals("FROM") && from.matches()) {
                String image = expanded(from.group(3));
                Optional<String> instead =
                        stages.contains(lower(image)) ? Optional.empty() : other.apply(image, platform(from.group(2)));
                instead.ifPresent(name -> lines.set(index, from.group(1) + from.group(2) + name + from.group(4)));
                stages.add(String.valueOf(count++));
                if (from.group(5) != null) {
                    stages.add(lower(from.group(5)));
                }
            } else if (copy.matches() && !stages.contains(lower(copy.group(2)))) {
                other.apply(copy.group(2), architecture)
                        .ifPresent(name -> lines.set(index, copy.group(1) + name + copy.group(3)));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private Architecture platform(String flags) {
        Matcher platform = PLATFORM.matcher(flags);
        return platform.find() ? Architecture.parse(expanded(platform.group(1))) : architecture;
    }

    private String expanded(String text) {
        Matcher variable = VARIABLE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (variable.find()) {
            String name = variable.group(1) == null ? variable.group(4) : variable.group(1);
            String value = variables.getOrDefault(name, "");
            String alternative = variable.group(3) == null ? "" : variable.group(3);
            boolean given = !value.isEmpty();
            String chosen = "+".equals(variable.group(2)) ? (given ? alternative : "") : (given ? value : alternative);
            variable.appendReplacement(result, Matcher.quoteReplacement(chosen));
        }
        return variable.appendTail(result).toString();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
