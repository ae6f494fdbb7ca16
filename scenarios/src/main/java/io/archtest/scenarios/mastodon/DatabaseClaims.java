package io.archtest.scenarios.mastodon;

import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** PostgreSQL has room for all the connections that its clients may open, be it directly or by way of pgbouncer. */
final class DatabaseClaims {
    /** Past any pool: a job, a backup and a look by hand. */
    private static final int RESERVE = 5;

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
        Map<String, Integer> summands = new LinkedHashMap<>();
        for (DatabaseClients.Client client : DatabaseClients.of(system)) {
            if (!pgbouncer.equals(Optional.of(client.host()))) {
                summands.merge(client.kind(), client.connections(), Integer::sum);
            }
        }
        if (pgbouncer.isPresent()) {
            summands.put(pgbouncer.get(), pooler.apply(system).limits().connections());
        }
        summands.put("reserve", RESERVE);
        int needed = summands.values().stream().mapToInt(Integer::intValue).sum();
        String sum = summands.entrySet().stream()
                .map(summand -> "%s %d".formatted(summand.getKey(), summand.getValue()))
                .collect(Collectors.joining(" + ", "", " = " + needed));
        try (PostgresRegisters registers = postgres.apply(system)) {
            int allowed = registers.allowedConnections();
            return needed <= allowed
                    ? Outcome.passed("%s, allowed %d".formatted(sum, allowed))
                    : Outcome.failed("max_connections for " + sum, "%d for ordinary users".formatted(allowed));
        }
    }
}
