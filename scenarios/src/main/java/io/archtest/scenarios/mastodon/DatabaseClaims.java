package io.archtest.scenarios.mastodon;

import io.archtest.check.Check;
import io.archtest.check.StackDescription;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** PostgreSQL has room for all the connections that its clients may open, be it directly or by way of pgbouncer. */
final class DatabaseClaims {
    /** Past any pool: a job, a backup and a look by hand. */
    private static final int RESERVE = 5;
    /** PostgreSQL's default of superuser_reserved_connections. */
    private static final int SUPERUSERS = 3;

    private static final Pattern MAXIMUM = Pattern.compile("max_connections=(\\d{1,6})");

    private final Function<SystemUnderTest, PostgresRegisters> postgres;
    private final Function<SystemUnderTest, PoolerConsole> pooler;

    DatabaseClaims(
            Function<SystemUnderTest, PostgresRegisters> postgres, Function<SystemUnderTest, PoolerConsole> pooler) {
        this.postgres = postgres;
        this.pooler = pooler;
    }

    List<Check> all() {
        return List.of(Claim.of("PostgreSQL has room for all connections", "postgres", this::room));
    }

    private Outcome room(SystemUnderTest system) {
        Optional<String> pgbouncer = DatabaseClients.pooler(system);
        Map<String, Integer> summands = past(system, pgbouncer);
        pgbouncer.ifPresent(component ->
                summands.put(component, pooler.apply(system).limits().connections()));
        summands.put("reserve", RESERVE);
        int needed = total(summands);
        String sum = sum(summands);
        try (PostgresRegisters registers = postgres.apply(system)) {
            int allowed = registers.allowedConnections();
            return needed <= allowed
                    ? Outcome.passed("%s, allowed %d".formatted(sum, allowed))
                    : Outcome.failed("max_connections for " + sum, "%d for ordinary users".formatted(allowed));
        }
    }

    /**
     * The same sum as far as the scenario's text gives it, before anything is started: how large a pool is stands in
     * pgbouncer's own settings, so that with one only those count that go past it.
     */
    static Optional<String> concern(StackDescription stack) {
        OptionalInt maximum = maximum(stack);
        Map<String, Integer> summands = past(stack, DatabaseClients.pooler(stack));
        summands.put("reserve", RESERVE);
        int needed = total(summands) + SUPERUSERS;
        return maximum.isPresent() && needed > maximum.getAsInt()
                ? Optional.of("PostgreSQL's max_connections=%d is too few: %s, and %d are kept for superusers"
                        .formatted(maximum.getAsInt(), sum(summands), SUPERUSERS))
                : Optional.empty();
    }

    private static OptionalInt maximum(StackDescription stack) {
        return stack.commandLine("postgres").stream()
                .map(MAXIMUM::matcher)
                .filter(Matcher::matches)
                .mapToInt(setting -> Integer.parseInt(setting.group(1)))
                .findFirst();
    }

    /** Of those that go past a pooler. */
    private static Map<String, Integer> past(StackDescription stack, Optional<String> pgbouncer) {
        Map<String, Integer> summands = new LinkedHashMap<>();
        for (DatabaseClients.Client client : DatabaseClients.of(stack)) {
            if (!pgbouncer.equals(Optional.of(client.host()))) {
                summands.merge(client.kind(), client.connections(), Integer::sum);
            }
        }
        return summands;
    }

    private static int total(Map<String, Integer> summands) {
        return summands.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String sum(Map<String, Integer> summands) {
        return summands.entrySet().stream()
                .map(summand -> "%s %d".formatted(summand.getKey(), summand.getValue()))
                .collect(Collectors.joining(" + ", "", " = " + total(summands)));
    }
}
