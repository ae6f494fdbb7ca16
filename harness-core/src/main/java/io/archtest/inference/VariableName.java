package io.archtest.inference;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the name of a variable, an option or a key says of its value: {@code DB_HOST}, {@code --db-host}, {@code dbHost} and
 * {@code db.host} are one name.
 */
record VariableName(List<String> words) {
    /** A value of one word is a host's name. */
    private static final Set<String> HOSTS = Set.of(
            "HOST",
            "HOSTS",
            "HOSTNAME",
            "ADDR",
            "ADDRESS",
            "SERVER",
            "SERVERS",
            "ENDPOINT",
            "ENDPOINTS",
            "URL",
            "URI",
            "BROKER",
            "BROKERS",
            "UPSTREAM",
            "UPSTREAMS");

    /** What is written in front of those without anything between; GHOST and CURL end like that by chance. */
    private static final Set<String> GLUED = Set.of(
            "PG",
            "DB",
            "SQL",
            "MYSQL",
            "REDIS",
            "MAIL",
            "SMTP",
            "LDAP",
            "MONGO",
            "CACHE",
            "API",
            "AMQP",
            "RABBIT",
            "RABBITMQ");

    /** Whatever looks like an address in them isn't one that is connected to. */
    private static final Set<String> NEVER_LAST = Set.of(
            "IMAGE",
            "TAG",
            "VERSION",
            "USER",
            "USERNAME",
            "PASS",
            "PASSWORD",
            "PASSWD",
            "TOKEN",
            "KEY",
            "AUTH",
            "VHOST",
            "DOMAIN",
            "DOMAINS",
            "NAME",
            "ORIGIN",
            "ORIGINS",
            "CREDENTIALS",
            "OWNER");

    /** By what names others call it, what it lets in, what it listens on. */
    private static final Set<String> NEVER = Set.of(
            "ALIAS",
            "ALLOWED",
            "ALLOW",
            "ALLOWLIST",
            "WHITELIST",
            "TRUSTED",
            "CORS",
            "VIRTUAL",
            "LETSENCRYPT",
            "BIND",
            "LISTEN",
            "LISTENER",
            "LISTENERS",
            "ADVERTISED",
            "REDIRECT",
            "CALLBACK",
            "EXCLUDE",
            "IGNORE",
            "BYPASS",
            "NO");

    /** For browsers and mails: where a user finds it, which says little about where it listens. */
    private static final Set<String> FOR_PEOPLE =
            Set.of("PUBLIC", "EXTERNAL", "BASE", "SITE", "APP", "ROOT", "CANONICAL", "FRONTEND", "WEB", "NEXTAUTH");

    static VariableName of(String text) {
        String apart = text.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
        return new VariableName(Arrays.stream(apart.split("[^A-Z0-9]+"))
                .filter(word -> !word.isEmpty())
                .toList());
    }

    private Optional<String> last() {
        return words.isEmpty() ? Optional.empty() : Optional.of(words.get(words.size() - 1));
    }

    /** Whether nothing in its value counts. */
    boolean never() {
        return last().filter(NEVER_LAST::contains).isPresent() || words.stream().anyMatch(NEVER::contains);
    }

    /** Whether a bare word in it is the name of a host. {@code HOSTNAME} alone is what a container calls itself. */
    boolean host() {
        return !never() && !words.equals(List.of("HOSTNAME")) && ending().isPresent();
    }

    /** Whether its port is only for people to click on, when it has to be guessed. */
    boolean forPeople() {
        return words.stream().anyMatch(FOR_PEOPLE::contains);
    }

    /** {@code PGHOST} ends like {@code PG_HOST} does. */
    private Optional<String> ending() {
        return last().flatMap(word -> HOSTS.stream()
                .filter(end -> word.equals(end)
                        || (word.endsWith(end) && GLUED.contains(word.substring(0, word.length() - end.length()))))
                .max(java.util.Comparator.comparingInt(String::length)));
    }

    /** Whether this is the port to that host: {@code DB_PORT} to {@code DB_HOST}. */
    boolean portOf(VariableName host) {
        String mine = String.join("_", words);
        String other = String.join("_", host.words);
        return mine.endsWith("PORT")
                && host.ending()
                        .filter(end -> mine.equals(other.substring(0, other.length() - end.length()) + "PORT"))
                        .isPresent();
    }
}
