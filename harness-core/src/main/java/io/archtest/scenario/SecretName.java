package io.archtest.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether a variable's name says that its value is a secret. */
final class SecretName {
    private static final Pattern WORDS = Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])");

    private static final Set<String> TELLING = Set.of(
            "PASSWORD",
            "PASSWORDS",
            "PASSWD",
            "PASS",
            "PASSPHRASE",
            "PASSPHRASES",
            "SECRET",
            "SECRETS",
            "TOKEN",
            "TOKENS",
            "APIKEY",
            "APIKEYS",
            "PRIVATEKEY",
            "SECRETKEY",
            "ACCESSKEY",
            "CREDENTIAL",
            "CREDENTIALS",
            "OTP",
            "TOTP",
            "SALT",
            "PEPPER");

    /** A word that may be glued to another one, as in {@code PGPASSWORD}. */
    private static final List<String> GLUED = List.of("PASSWORD", "PASSWD", "SECRET", "TOKEN", "APIKEY");

    private static final Set<String> KEYS = Set.of(
            "API",
            "ACCESS",
            "PRIVATE",
            "SECRET",
            "ENCRYPTION",
            "SIGNING",
            "MASTER",
            "SESSION",
            "SHARED",
            "ACCOUNT",
            "DETERMINISTIC",
            "HMAC",
            "JWT",
            "APP",
            "DEPLOY",
            "STORAGE",
            "COOKIE",
            "LICENSE",
            "PRIMARY");

    /** What stands last says what it is: the file of a password, the address where tokens are given out. */
    private static final Set<String> ABOUT = Set.of(
            "FILE",
            "FILENAME",
            "PATH",
            "DIR",
            "URL",
            "URI",
            "HOST",
            "PORT",
            "ENDPOINT",
            "NAME",
            "USER",
            "USERNAME",
            "LENGTH",
            "SIZE",
            "TTL",
            "AGE",
            "EXPIRY",
            "EXPIRES",
            "EXPIRATION",
            "LIFETIME",
            "DURATION",
            "TIMEOUT",
            "TYPE",
            "ALGORITHM",
            "ALG",
            "MODE",
            "METHOD",
            "POLICY",
            "ENABLED",
            "DISABLED",
            "REQUIRED",
            "ALLOW",
            "MIN",
            "MAX",
            "COUNT",
            "HEADER",
            "ISSUER",
            "AUDIENCE",
            "PREFIX",
            "SCHEME",
            "ENCRYPTION",
            "PROVIDER",
            "VERSION",
            "ROUNDS",
            "FIELD");

    private SecretName() {}

    static boolean is(String name) {
        List<String> words = Stream.of(WORDS.split(name))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toUpperCase(Locale.ROOT))
                .toList();
        if (words.isEmpty() || ABOUT.contains(words.get(words.size() - 1))) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean key = i > 0 && (word.equals("KEY") || word.equals("KEYS")) && KEYS.contains(words.get(i - 1));
            boolean glued = GLUED.stream().anyMatch(end -> word.endsWith(end) || word.endsWith(end + "S"));
            // PWD alone is the folder that a shell is in
            if (key || glued || TELLING.contains(word) || (i > 0 && word.equals("PWD"))) {
                return true;
            }
        }
        return false;
    }
}
