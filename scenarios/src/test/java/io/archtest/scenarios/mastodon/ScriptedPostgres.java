package io.archtest.scenarios.mastodon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A PostgreSQL's registers in memory. */
final class ScriptedPostgres implements PostgresRegisters {
    final List<Session> sessions = new ArrayList<>();
    final Map<String, Table> tables = new TreeMap<>();
    final TreeMap<Long, String> posts = new TreeMap<>();
    final Map<String, String> roles = new HashMap<>();
    int allowed = 37;
    String platform = "x86_64-pc-linux-gnu";

    @Override
    public int allowedConnections() {
        return allowed;
    }

    @Override
    public List<Session> sessions() {
        return List.copyOf(sessions);
    }

    @Override
    public Map<String, Table> tables() {
        return Map.copyOf(tables);
    }

    @Override
    public Optional<Map.Entry<Long, String>> newestPost() {
        return Optional.ofNullable(posts.lastEntry());
    }

    @Override
    public Optional<String> post(long id) {
        return Optional.ofNullable(posts.get(id));
    }

    @Override
    public Optional<String> roleOf(String username) {
        return Optional.ofNullable(roles.get(username));
    }

    @Override
    public String platform() {
        return platform;
    }

    @Override
    public void close() {}
}
