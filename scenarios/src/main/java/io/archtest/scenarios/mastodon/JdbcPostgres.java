package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** The registers in a real PostgreSQL, asked directly and not by way of a pooler. */
final class JdbcPostgres implements PostgresRegisters {
    /** Tells archtest's own sessions from Mastodon's, which have no name. */
    static final String APPLICATION = "archtest";

    private static final int LIMIT_SECONDS = 30;
    private static final String ROW = "encode(convert_to(s::text, 'UTF8'), 'hex')";

    private final Connection connection;
    private final String user;

    private JdbcPostgres(Connection connection, String user) {
        this.connection = connection;
        this.user = user;
    }

    /** @param component a component with a PostgreSQL that listens on 5432 and knows Mastodon's user */
    static PostgresRegisters connect(SystemUnderTest system, String component) {
        SystemUnderTest.Endpoint endpoint = system.endpoint(component, 5432);
        Properties login = login(system, component);
        try {
            return new JdbcPostgres(
                    DriverManager.getConnection(
                            "jdbc:postgresql://%s/%s".formatted(endpoint, databaseOf(system)), login),
                    login.getProperty("user"));
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "%s at %s could not be asked: %s".formatted(component, endpoint, e.getMessage()), e);
        }
    }

    static String databaseOf(SystemUnderTest system) {
        return system.environment("web", "DB_NAME").orElse("mastodon_production");
    }

    static Properties login(SystemUnderTest system, String component) {
        Properties login = new Properties();
        login.setProperty("user", system.environment("web", "DB_USER").orElse("mastodon"));
        login.setProperty("password", system.environment("web", "DB_PASS").orElse(""));
        login.setProperty("ApplicationName", APPLICATION);
        // so that the name is sent with the login: a SET would stay behind in a pooler's connection
        login.setProperty("assumeMinServerVersion", "9.0");
        String limit = String.valueOf(Math.round(LIMIT_SECONDS * system.slowness(component)));
        login.setProperty("connectTimeout", limit);
        login.setProperty("loginTimeout", limit);
        login.setProperty("socketTimeout", limit);
        return login;
    }

    @Override
    public int allowedConnections() {
        return asked(
                        "select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int",
                        row -> row.getInt(1))
                .get(0);
    }

    @Override
    public List<Session> sessions() {
        return asked(
                "select pid, coalesce(host(client_addr), 'its own host') from pg_stat_activity"
                        + " where backend_type = 'client backend' and datname = current_database()"
                        + " and usename = ? and application_name <> ? order by pid",
                row -> new Session(row.getInt(1), row.getString(2)),
                user,
                APPLICATION);
    }

    @Override
    public Map<String, Table> tables() {
        try {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Map<String, Table> tables = new TreeMap<>();
            for (Map.Entry<String, Boolean> table : tableNames()) {
                tables.put(table.getKey(), table.getValue() ? contents(table.getKey()) : new Table(0, ""));
            }
            connection.rollback();
            connection.setAutoCommit(true);
            return tables;
        } catch (SQLException e) {
            throw unanswered(e);
        }
    }

    /** Tables, and materialized views, of which only the name counts: a restore fills them anew. */
    private List<Map.Entry<String, Boolean>> tableNames() {
        return asked(
                "select format('%I.%I', n.nspname, c.relname), c.relkind = 'r'"
                        + " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                        + " where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema')",
                row -> Map.entry(row.getString(1), row.getBoolean(2)));
    }

    /** @param name quoted where it has to be */
    private Table contents(String name) {
        return asked(
                        "select count(*), coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text) collate \"C\")), '') from %s t"
                                .formatted(name),
                        row -> new Table(row.getLong(1), row.getString(2)))
                .get(0);
    }

    @Override
    public Optional<Map.Entry<Long, String>> newestPost() {
        return asked(
                        "select id, %s from statuses s where local order by id desc limit 1".formatted(ROW),
                        row -> Map.entry(row.getLong(1), row.getString(2)))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<String> post(long id) {
        return asked("select %s from statuses s where id = ?".formatted(ROW), row -> row.getString(1), id).stream()
                .findFirst();
    }

    @Override
    public Optional<String> roleOf(String username) {
        return asked(
                        "select r.name from users u join accounts a on a.id = u.account_id join user_roles r on r.id = u.role_id"
                                + " where a.username = ? and a.domain is null and u.approved and u.confirmed_at is not null",
                        row -> row.getString(1),
                        username)
                .stream()
                .findFirst();
    }

    @Override
    public String platform() {
        return asked("select substring(version() from ' on ([^ ,]+)')", row -> row.getString(1))
                .get(0);
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> asked(String sql, Reading<T> reading, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<T> answers = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    answers.add(reading.of(rows));
                }
            }
            return answers;
        } catch (SQLException e) {
            throw unanswered(e);
        }
    }

    private static IllegalStateException unanswered(SQLException e) {
        return new IllegalStateException("PostgreSQL gave no answer: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unanswered(e);
        }
    }
}
