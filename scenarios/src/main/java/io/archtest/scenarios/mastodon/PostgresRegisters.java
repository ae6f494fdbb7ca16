package io.archtest.scenarios.mastodon;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a PostgreSQL tells of itself, and what lies in Mastodon's database there, as far as the checks look. */
interface PostgresRegisters extends AutoCloseable {

    /** A connection of Mastodon's user to Mastodon's database: the process that serves it, and from where it came. */
    record Session(int pid, String address) {
        @Override
        public String toString() {
            return "process %d from %s".formatted(pid, address);
        }
    }

    /** A table's number of rows, and a digest of what is in them, whatever their order. */
    record Table(long rows, String digest) {}

    /** How many connections ordinary users may open: {@code max_connections} less those kept for superusers. */
    int allowedConnections();

    /** All but those of archtest's own checks. */
    List<Session> sessions();

    /** By {@code schema.name}, all as of one moment; materialized views too, as empty tables. */
    Map<String, Table> tables();

    /** The newest post of this instance: its id and its row, byte for byte, in hexadecimal. */
    Optional<Map.Entry<Long, String>> newestPost();

    /** The row of the post with an id, as {@link #newestPost} gives it. */
    Optional<String> post(long id);

    /** The name of a local user's role, once the user is confirmed and approved. */
    Optional<String> roleOf(String username);

    /** What the server was compiled for, by its own word: {@code aarch64-unknown-linux-gnu}. */
    String platform();

    @Override
    void close();
}
