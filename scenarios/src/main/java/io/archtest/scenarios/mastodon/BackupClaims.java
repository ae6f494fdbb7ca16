package io.archtest.scenarios.mastodon;

import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import io.archtest.scenarios.mastodon.PostgresRegisters.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A backup is one when it has been restored: by component {@code backup}, from {@code postgres} into
 * {@code postgres-restore}. Left unasked in a stack without these.
 */
final class BackupClaims {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String FILE = "/backups/archtest.sql.gz";
    private static final String COMPLETE = "-- PostgreSQL database dump complete";
    private static final Set<String> NEEDED = Set.of("postgres", "backup", "postgres-restore");

    private final BiFunction<SystemUnderTest, String, PostgresRegisters> postgres;
    private Map<String, Table> before = Map.of();
    private Map<String, Table> after = Map.of();
    private Optional<Map.Entry<Long, String>> post = Optional.empty();
    private boolean written;
    private boolean restored;

    /** @param postgres connects to the database of a component */
    BackupClaims(BiFunction<SystemUnderTest, String, PostgresRegisters> postgres) {
        this.postgres = postgres;
    }

    List<Check> all() {
        return List.of(
                Claim.of("a backup holds the whole database", "backup", system -> {
                    Set<String> missing = new TreeSet<>(NEEDED);
                    missing.removeAll(new HashSet<>(system.components()));
                    return missing.isEmpty() ? backup(system) : Outcome.skipped("no component " + missing);
                }),
                Claim.of(
                                "the backup is restored into a second PostgreSQL, row for row",
                                "postgres-restore",
                                this::restore)
                        .unless(() -> written ? Optional.empty() : Optional.of("there is no backup")),
                Claim.of("a post is the same in the restored database, byte for byte", "postgres-restore", this::post)
                        .unless(() -> restored ? Optional.empty() : Optional.of("the backup was not restored")));
    }

    private Outcome backup(SystemUnderTest system) {
        try (PostgresRegisters registers = postgres.apply(system, "postgres")) {
            before = registers.tables();
            post = registers.newestPost();
        }
        ExecResult dumped = system.exec("backup", LIMIT, "backup", FILE);
        after = tables(system, "postgres");
        if (!dumped.succeeded()) {
            return Outcome.failed("exit code 0 from backup", described(dumped));
        }
        // what the script says of itself is not taken for granted
        ExecResult unpacked = system.exec("backup", LIMIT, "gzip", "-dc", FILE);
        String dump = unpacked.output();
        if (!unpacked.succeeded()) {
            return Outcome.failed(
                    "an archive that can be read to its end", "truncated or damaged", described(unpacked));
        }
        if (dump.isBlank()) {
            return Outcome.failed("a dump of the database", "an archive of nothing, though the exit code is 0");
        }
        if (!dump.substring(Math.max(0, dump.length() - 200)).contains(COMPLETE)) {
            return Outcome.failed(
                    "a dump that ends with '%s'".formatted(COMPLETE),
                    "truncated: %d characters without that line".formatted(dump.length()));
        }
        written = true;
        return Outcome.passed(
                "%s; %d characters of SQL".formatted(dumped.output().strip(), dump.length()));
    }

    private Outcome restore(SystemUnderTest system) {
        ExecResult ended = system.exec("backup", LIMIT, "restore", FILE);
        if (!ended.succeeded()) {
            return Outcome.failed("exit code 0 from restore", described(ended));
        }
        Map<String, Table> found = tables(system, "postgres-restore");
        List<String> differences = new ArrayList<>();
        Set<String> names = new TreeSet<>(after.keySet());
        names.addAll(found.keySet());
        for (String name : names) {
            difference(name, found.get(name)).ifPresent(differences::add);
        }
        if (!differences.isEmpty()) {
            return Outcome.failed("the tables and rows of postgres", String.join("; ", differences));
        }
        restored = true;
        long rows = found.values().stream().mapToLong(Table::rows).sum();
        return Outcome.passed("%d tables with %d rows, from %s to %s"
                .formatted(found.size(), rows, platform(system, "postgres"), platform(system, "postgres-restore")));
    }

    /** A table that was written to while the backup ran may have any number of rows in between. */
    private Optional<String> difference(String name, @Nullable Table found) {
        Table first = before.get(name);
        Table last = after.get(name);
        if (found == null) {
            return Optional.of("table %s is missing".formatted(name));
        }
        if (first == null || last == null) {
            return Optional.of("table %s is not in postgres".formatted(name));
        }
        boolean quiet = first.equals(last);
        long least = Math.min(first.rows(), last.rows());
        long most = Math.max(first.rows(), last.rows());
        if (found.rows() < least || found.rows() > most) {
            return Optional.of("%s has %d rows instead of %s"
                    .formatted(name, found.rows(), least == most ? least : least + " to " + most));
        }
        return quiet && !found.equals(first)
                ? Optional.of("%s has %d rows, but not the same ones".formatted(name, found.rows()))
                : Optional.empty();
    }

    private Outcome post(SystemUnderTest system) {
        if (post.isEmpty()) {
            return Outcome.skipped("nothing was posted before the backup");
        }
        long id = post.get().getKey();
        String row = post.get().getValue();
        try (PostgresRegisters copy = postgres.apply(system, "postgres-restore")) {
            Optional<String> found = copy.post(id);
            if (found.isEmpty()) {
                return Outcome.failed("status %d".formatted(id), "no such row");
            }
            return found.get().equals(row)
                    ? Outcome.passed("status %d, %d bytes".formatted(id, row.length() / 2))
                    : Outcome.failed("status %d as %s".formatted(id, row), found.get());
        }
    }

    private Map<String, Table> tables(SystemUnderTest system, String component) {
        try (PostgresRegisters registers = postgres.apply(system, component)) {
            return registers.tables();
        }
    }

    private String platform(SystemUnderTest system, String component) {
        try (PostgresRegisters registers = postgres.apply(system, component)) {
            return registers.platform();
        }
    }

    private static String described(ExecResult result) {
        return "exit code %d: %s"
                .formatted(result.exitCode(), result.errorOutput().strip());
    }
}
