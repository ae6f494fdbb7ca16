package io.archtest.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads addresses out of a command line, or of the shell script that is one of its words. */
final class CommandText {
    /** Their {@code name:number} is an owner and a group, or a text for people. */
    private static final Set<String> OTHER_MEANING = Set.of(
            "chown",
            "chgrp",
            "install",
            "useradd",
            "adduser",
            "usermod",
            "addgroup",
            "su",
            "gosu",
            "su-exec",
            "setpriv",
            "docker",
            "podman",
            "echo",
            "printf");

    private static final Set<String> CONNECTORS = Set.of("nc", "ncat", "netcat", "telnet");
    private static final Set<String> SHORT_HOST = Set.of("-h");
    private static final Set<String> SHORT_PORT = Set.of("-p", "-P");
    private static final Set<String> IDENTITY = Set.of("-u", "--user", "--chown", "--uid");

    private final Set<Mention> found = new LinkedHashSet<>();

    private CommandText() {}

    static List<Mention> find(List<String> words) {
        CommandText command = new CommandText();
        for (List<String> statement : statements(words)) {
            command.statement(statement);
        }
        return List.copyOf(command.found);
    }

    /** Words that hold spaces are scripts: cut where a shell begins a new command. */
    private static List<List<String>> statements(List<String> words) {
        List<List<String>> statements = new ArrayList<>();
        List<String> current = new ArrayList<>();
        for (String word : words) {
            for (String part : word.split("(?<=[;&|\\n])|(?=[;&|\\n])")) {
                if (part.matches("[;&|\\n]")) {
                    statements.add(current);
                    current = new ArrayList<>();
                } else {
                    for (String token : part.strip().split("\\s+")) {
                        current.add(token.replaceAll("^['\"(]+|['\")]+$", ""));
                    }
                }
            }
        }
        statements.add(current);
        return statements;
    }

    private void statement(List<String> tokens) {
        if (tokens.stream().anyMatch(OTHER_MEANING::contains)
                || tokens.stream().anyMatch(token -> token.startsWith("#"))) {
            return;
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            String before = i == 0 ? "" : tokens.get(i - 1);
            int equals = token.indexOf('=');
            if (IDENTITY.contains(before) || (equals > 0 && IDENTITY.contains(token.substring(0, equals)))) {
                continue;
            }
            if (equals > 0 && token.substring(0, equals).matches("-{0,2}[A-Za-z][\\w.-]*")) {
                options.put(token.substring(0, equals), token.substring(equals + 1));
            } else if (before.startsWith("-") && !before.contains("=") && !token.startsWith("-")) {
                options.put(before, token);
            }
            if (equals < 1
                    && !VariableName.of(before.startsWith("-") ? before : "").never()) {
                found.addAll(AddressText.find(token, false));
            }
        }
        options(options);
        connector(tokens);
    }

    private void options(Map<String, String> options) {
        Map<String, String> named = new LinkedHashMap<>();
        options.forEach((option, value) ->
                named.put(SHORT_HOST.contains(option) ? "host" : SHORT_PORT.contains(option) ? "port" : option, value));
        named.forEach((name, value) -> found.addAll(VariableText.find(name, value, named)));
    }

    /** {@code nc -z db 5432}; with {@code -u} it would be UDP. */
    private void connector(List<String> tokens) {
        boolean udp = tokens.stream().anyMatch(token -> token.matches("-[a-z]*u[a-z]*"));
        if (udp || tokens.stream().noneMatch(CONNECTORS::contains)) {
            return;
        }
        for (int i = 1; i < tokens.size(); i++) {
            String host = tokens.get(i - 1);
            if (!CONNECTORS.contains(host)) {
                AddressText.number(tokens.get(i)).ifPresent(port -> found.add(Mention.address(host, port)));
            }
        }
    }
}
