package io.archtest.scenario;

import io.archtest.model.BuildSpec;
import io.archtest.model.Component;
import io.archtest.model.Redaction;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what must never be shown: what archtest generated, whatever it is; the contents of {@code secrets}; values of
 * variables that are secrets by their names; passwords within addresses. Of the last three those are left out that
 * everybody can guess or that name something of the stack: taking {@code postgres} out of a report leaves no report.
 */
final class SecretTexts {
    private static final int LEAST = 6;
    /** From that length on a text of one kind of characters isn't a usual word or number either. */
    private static final int LEAST_PLAIN = 8;
    /** Of what the file itself calls a secret. */
    private static final int LEAST_DECLARED = 4;
    /** Nothing is called by a name like that, letters and digits mixed, by accident. */
    private static final int STRONG = 16;

    private static final Pattern ADDRESS = Pattern.compile(
            "[A-Za-z][A-Za-z0-9+.-]*://([^\\s/?#@:]*)(?::([^\\s/?#]*))?@([^\\s/?#:,]*)[^\\s/?#]*/?([\\w.-]*)");
    private static final Pattern SETTING =
            Pattern.compile("(?i)(?:password|passwd|pwd)\\s*=\\s*(?:'([^']*)'|\"([^\"]*)\"|([^\\s;&'\"]+))");
    private static final Pattern IDENTITY = Pattern.compile(
            "(?i).*(?:USER|USERNAME|LOGIN|DB|DATABASE|NAME|HOST|HOSTNAME|SERVER|DOMAIN|SCHEMA|ROLE|BUCKET|REGION|ENV|NODE_ENV)");
    private static final Pattern LINE =
            Pattern.compile("(?m)^\\s*(?:export\\s+)?([A-Za-z_][\\w.-]*)\\s*[=:]\\s*(.+?)\\s*$");

    private static final Set<String> GUESSED = Set.of(
            "password",
            "passw0rd",
            "password1",
            "password123",
            "passphrase",
            "secret",
            "secrets",
            "changeme",
            "change-me",
            "change_me",
            "changethis",
            "changeit",
            "default",
            "example",
            "examples",
            "sample",
            "testing",
            "test",
            "test1234",
            "postgres",
            "postgresql",
            "mysql",
            "mariadb",
            "redis",
            "rabbitmq",
            "mongodb",
            "elastic",
            "minio",
            "minioadmin",
            "admin",
            "administrator",
            "root",
            "user",
            "guest",
            "nobody",
            "dummy",
            "placeholder",
            "letmein",
            "welcome",
            "123456",
            "1234567",
            "12345678",
            "123456789",
            "1234567890",
            "qwerty",
            "disabled",
            "enabled",
            "development",
            "production",
            "staging",
            "localhost",
            "undefined",
            "optional",
            "required",
            "none",
            "null",
            "true",
            "false",
            "insecure",
            "token");

    /** What report.json is read by: with a part of one taken out, a verdict is none and a report can't be read. */
    private static final Set<String> READ_BY = Set.of(
            "archtest-report",
            "passed",
            "failed",
            "errored",
            "skipped",
            "arm64",
            "x86_64",
            "direct",
            "unknown",
            "architecture",
            "connectivity",
            "health",
            "isolation",
            "scenario");

    private final Set<String> generated = new LinkedHashSet<>();
    /** All of those, and what components are called: cells, checks and coverage are brought together by it. */
    private final Set<String> readBy = new HashSet<>(READ_BY);

    private final Map<String, Integer> found = new HashMap<>();
    private final Set<String> names = new HashSet<>(GUESSED);
    private final Set<String> tooOpen = new TreeSet<>();
    private final Map<String, String> declared = new HashMap<>();

    /** Values that are new in each run. */
    SecretTexts generated(Collection<String> values) {
        values.stream().map(String::strip).filter(value -> !value.isEmpty()).forEach(generated::add);
        return this;
    }

    /** The content of a top-level secret. */
    SecretTexts declared(String name, String content) {
        String text = content.strip();
        if (!text.isEmpty()) {
            declared.put(name, text);
            found.merge(text, LEAST_DECLARED, Math::min);
        }
        if (text.contains("\n")) {
            Matcher lines = LINE.matcher(text);
            while (lines.find()) {
                variable(lines.group(1), unquoted(lines.group(2)));
            }
        }
        return this;
    }

    SecretTexts variables(Map<String, String> variables) {
        variables.forEach(this::variable);
        return this;
    }

    /** One variable of a container, of a build, or of the file's own. */
    SecretTexts variable(String name, String value) {
        String text = value.strip();
        boolean address = within(text);
        if (SecretName.is(name)) {
            boolean place = text.startsWith("/") && text.matches("(/[\\w.-]+)+");
            if (!address && !place && !text.matches("[a-z][a-z0-9+.-]*://\\S*")) {
                found.merge(text, LEAST, Math::min);
            }
        } else if (IDENTITY.matcher(name).matches()) {
            named(text);
        }
        return this;
    }

    /** Passwords in {@code postgres://user:password@host/name} and {@code host=.. password=..}. */
    SecretTexts text(String text) {
        within(text);
        return this;
    }

    private boolean within(String text) {
        boolean any = false;
        Matcher address = ADDRESS.matcher(text);
        while (address.find()) {
            any = true;
            named(address.group(1));
            named(address.group(3));
            named(address.group(4));
            password(address.group(2));
        }
        Matcher setting = SETTING.matcher(text);
        while (setting.find()) {
            any = true;
            for (int i = 1; i <= setting.groupCount(); i++) {
                password(setting.group(i));
            }
        }
        return any;
    }

    private void password(@Nullable String password) {
        if (password == null || password.isBlank()) {
            return;
        }
        found.merge(password, LEAST, Math::min);
        try {
            found.merge(URLDecoder.decode(password.replace("+", "%2B"), StandardCharsets.UTF_8), LEAST, Math::min);
        } catch (IllegalArgumentException e) {
            // a percent sign that encodes nothing: then it is as it stands
        }
    }

    /** Something of the stack is called that. */
    SecretTexts named(String name) {
        if (!name.isBlank()) {
            names.add(name.strip().toLowerCase(Locale.ROOT));
        }
        return this;
    }

    /** All that components are given, and what they are called. */
    SecretTexts components(Collection<Component> components) {
        for (Component component : components) {
            named(component.name().value());
            readBy.add(component.name().value());
            for (String part : component.image().split("[/:@]")) {
                named(part);
            }
            component.process().hostname().ifPresent(this::named);
            component.networks().forEach(attachment -> named(attachment.network()));
            variables(component.process().environment());
            component.process().command().ifPresent(words -> words.forEach(this::text));
            component.build().ifPresent(this::build);
        }
        return this;
    }

    private void build(BuildSpec spec) {
        variables(spec.args());
        spec.secrets().forEach(this::declared);
    }

    Redaction redaction() {
        Set<String> all = new LinkedHashSet<>(generated);
        found.forEach((text, least) -> {
            if (!open(text, least)) {
                all.add(text);
            }
        });
        return new Redaction(all);
    }

    /** Names of declared secrets that are shown all the same. */
    Set<String> shown() {
        declared.forEach((name, text) -> {
            if (!generated.contains(text) && open(text, LEAST_DECLARED)) {
                tooOpen.add(name);
            }
        });
        return tooOpen;
    }

    private boolean open(String text, int least) {
        boolean letters = text.chars().allMatch(Character::isLetter);
        boolean digits = text.chars().allMatch(Character::isDigit);
        int enough = least == LEAST && (letters || digits) ? LEAST_PLAIN : least;
        boolean strong = text.length() >= STRONG
                && text.chars().anyMatch(Character::isDigit)
                && text.chars().anyMatch(Character::isLetter);
        boolean reference = text.matches("\\$\\{\\w+}"); // in a merged file: the name of what is generated
        return reference || text.length() < enough || (!strong && tellsSomethingElse(text));
    }

    private boolean tellsSomethingElse(String text) {
        return names.contains(text.toLowerCase(Locale.ROOT)) || readBy.stream().anyMatch(word -> word.contains(text));
    }

    private static String unquoted(String text) {
        return text.replaceFirst("^([\"'])(.*)\\1,?$", "$2");
    }
}
