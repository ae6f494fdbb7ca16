package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * A real pgbouncer: its console asked with psql in its own container, and its pool used by way of JDBC. The console is no
 * database: the JDBC driver begins with SETs, which the console refuses to all but administrators.
 */
final class RealPooler implements PoolerConsole {
    private static final int PORT = 6432;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Logs in as the first of STATS_USERS; the command is the next argument. */
    private static final String PSQL =
            "PGUSER=\"${STATS_USERS%%,*}\" PGPASSWORD=\"${STATS_PASSWORDS%%,*}\" exec psql --no-psqlrc --no-align"
                    + " --field-separator='\t' --pset=footer=off --host=127.0.0.1 --port=6432 --dbname=pgbouncer"
                    + " --command=\"$0\"";

    private final SystemUnderTest system;
    private final String component;
    private final String database;

    RealPooler(SystemUnderTest system) {
        this.system = system;
        this.component = DatabaseClients.pooler(system)
                .orElseThrow(
                        () -> new IllegalStateException("none of %s runs pgbouncer".formatted(system.components())));
        this.database = JdbcPostgres.databaseOf(system);
    }

    @Override
    public Limits limits() {
        Map<String, String> settings = new HashMap<>();
        shown("SHOW CONFIG").forEach(row -> settings.put(row.getOrDefault("key", ""), row.getOrDefault("value", "")));
        Map<String, String> own = shown("SHOW DATABASES").stream()
                .filter(row -> database.equals(row.get("name")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("pgbouncer has no database " + database));
        int pool = number(own, "pool_size")
                + number(own, own.containsKey("reserve_pool_size") ? "reserve_pool_size" : "reserve_pool");
        int ceiling = number(own, "max_connections");
        String mode = own.getOrDefault("pool_mode", "");
        return new Limits(
                number(settings, "max_client_conn"),
                ceiling > 0 ? Math.min(pool, ceiling) : pool,
                mode.isEmpty() ? settings.getOrDefault("pool_mode", "") : mode,
                number(settings, "max_prepared_statements") > 0);
    }

    @Override
    public Set<Integer> processes() {
        Set<Integer> processes = new HashSet<>();
        shown("SHOW SERVERS").forEach(row -> processes.add(number(row, "remote_pid")));
        return processes;
    }

    @Override
    public long transactions() {
        return shown("SHOW STATS").stream()
                .filter(row -> database.equals(row.get("database")))
                .mapToLong(row -> Long.parseLong(row.getOrDefault("total_xact_count", "0")))
                .sum();
    }

    @Override
    public Crowd crowd(int clients) {
        Set<Integer> processes = new HashSet<>();
        List<Connection> open = new ArrayList<>();
        int served = 0;
        String url = "jdbc:postgresql://%s/%s".formatted(system.endpoint(component, PORT), database);
        Properties login = JdbcPostgres.login(system, component);
        login.setProperty("preferQueryMode", "simple");
        // it stays with the connection, and sessions of that name are left out when Mastodon's are counted
        login.remove("ApplicationName");
        try {
            for (int i = 0; i < clients; i++) {
                Connection connection = DriverManager.getConnection(url, login);
                open.add(connection);
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
                    row.next();
                    processes.add(row.getInt(1));
                    served++;
                }
            }
            return new Crowd(served, processes, "");
        } catch (SQLException e) {
            return new Crowd(served, processes, String.valueOf(e.getMessage()));
        } finally {
            open.forEach(RealPooler::close);
        }
    }

    private static int number(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "");
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    /** Columns differ between versions, so they are read by name; one that is null is empty. */
    private List<Map<String, String>> shown(String command) {
        ExecResult result = system.exec(component, LIMIT, "sh", "-c", PSQL, command);
        List<String> lines = result.output().lines().toList();
        if (!result.succeeded() || lines.isEmpty()) {
            throw new IllegalStateException("pgbouncer gave no answer to %s: %s"
                    .formatted(command, result.errorOutput().strip()));
        }
        List<String> names = cells(lines.get(0));
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> values = cells(line);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
                row.put(names.get(i), values.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<String> cells(String line) {
        return List.of(line.split("\t", -1));
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("a connection to pgbouncer could not be closed: " + e.getMessage(), e);
        }
    }
}
