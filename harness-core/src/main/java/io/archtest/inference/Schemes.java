package io.archtest.inference;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What URL schemes say of ports and protocols. */
final class Schemes {
    /** Those whose port is the same wherever they are used; where products differ (clickhouse, kafka) none is guessed. */
    private static final Map<String, Integer> PORTS = Map.ofEntries(
            entry("http", 80),
            entry("https", 443),
            entry("ws", 80),
            entry("wss", 443),
            entry("ftp", 21),
            entry("ssh", 22),
            entry("sftp", 22),
            entry("smtp", 25),
            entry("smtps", 465),
            entry("imap", 143),
            entry("imaps", 993),
            entry("ldap", 389),
            entry("ldaps", 636),
            entry("postgres", 5432),
            entry("postgresql", 5432),
            entry("postgis", 5432),
            entry("mysql", 3306),
            entry("mysql2", 3306),
            entry("mariadb", 3306),
            entry("sqlserver", 1433),
            entry("mssql", 1433),
            entry("redis", 6379),
            entry("rediss", 6379),
            entry("valkey", 6379),
            entry("mongodb", 27017),
            entry("amqp", 5672),
            entry("amqps", 5671),
            entry("mqtt", 1883),
            entry("mqtts", 8883),
            entry("nats", 4222),
            entry("memcached", 11211),
            entry("bolt", 7687),
            entry("neo4j", 7687));

    /** Not TCP, or no host behind the slashes. */
    private static final Set<String> OTHER = Set.of(
            "udp", "udp4", "udp6", "unix", "socket", "file", "srv", "dns", "gelf", "statsd", "coap", "s3", "sqlite");

    /** Usual ports of protocols on UDP: a connection by TCP would be refused there, and rightly. */
    private static final Set<Integer> UDP_PORTS =
            Set.of(67, 69, 123, 161, 162, 514, 1812, 1813, 2055, 4739, 5353, 6343, 6831, 6832, 8125, 12201, 25826);

    private Schemes() {}

    /** {@code postgresql+asyncpg} is {@code postgresql}. */
    static Optional<Integer> port(String scheme) {
        return Optional.ofNullable(PORTS.get(main(scheme)));
    }

    static boolean connects(String scheme) {
        for (String part : scheme.toLowerCase(Locale.ROOT).split("\\+")) {
            if (OTHER.contains(part)) {
                return false;
            }
        }
        return true;
    }

    static boolean udp(int port) {
        return UDP_PORTS.contains(port);
    }

    private static String main(String scheme) {
        return scheme.toLowerCase(Locale.ROOT).split("\\+", 2)[0];
    }
}
