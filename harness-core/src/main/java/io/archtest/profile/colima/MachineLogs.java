package io.archtest.profile.colima;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The ends of a machine's own logs, which say why it didn't boot. */
final class MachineLogs {
    private static final int LINES = 6;
    private static final int TAIL_BYTES = 8192;

    private MachineLogs() {}

    /** For messages, indented; empty when there are none. */
    static String tails(ColimaHome home, String profile) {
        Path folder = home.instanceFolder(profile);
        List<Path> logs = new ArrayList<>(List.of(folder.resolve("ha.stderr.log")));
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.getFileName().toString().matches("serial.*\\.log"))
                        .sorted()
                        .forEach(logs::add);
            } catch (IOException e) {
                return "";
            }
        }
        StringBuilder text = new StringBuilder();
        for (Path log : logs) {
            List<String> lines = tail(log);
            if (!lines.isEmpty()) {
                text.append("\n  the end of ").append(log).append(':');
                lines.forEach(line -> text.append("\n    ").append(line));
            }
        }
        return text.toString();
    }

    private static List<String> tail(Path log) {
        try {
            if (!Files.exists(log)) {
                return List.of();
            }
            byte[] bytes = Files.readAllBytes(log);
            int from = Math.max(0, bytes.length - TAIL_BYTES);
            List<String> lines = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)
                    .lines()
                    .map(Text::shortened)
                    .filter(line -> !line.isEmpty())
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
