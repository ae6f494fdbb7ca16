package io.archtest.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** One line that GitHub's runner obeys: {@code ::name key=value,key=value::data}. */
record GitHubCommand(String name, Map<String, String> properties, String data) {
    /** GitHub cuts longer texts; the reports have all. */
    private static final int SHOWN = 2000;

    GitHubCommand {
        properties = new LinkedHashMap<>(properties);
    }

    static GitHubCommand of(String name, String data) {
        return new GitHubCommand(name, Map.of(), data);
    }

    /** A message shown on the run's page. */
    static GitHubCommand annotation(String kind, Map<String, String> properties, String message) {
        String shown = message.length() > SHOWN ? message.substring(0, SHOWN - 1) + "…" : message;
        // the runner looks for commands of an older form anywhere in a line
        return new GitHubCommand(kind, properties, shown.replace("##[", "## ["));
    }

    String line() {
        String written = properties.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + property(entry.getValue()))
                .collect(Collectors.joining(","));
        return "::%s%s::%s".formatted(name, written.isEmpty() ? "" : " " + written, data(data));
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
