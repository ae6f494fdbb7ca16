package io.archtest.cli;

import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The logs that a run left in its report folder, from which its secrets were taken then. */
final class FinishedLogs {
    private static final String SUFFIX = ".log";

    private final Path logs;

    FinishedLogs(Path report) {
        this.logs = report.resolve("logs");
    }

    /** @param names of components; nothing for all */
    void print(List<String> names, int tail, LogLines lines) {
        List<Path> all = files();
        TreeSet<String> known = new TreeSet<>();
        all.forEach(file -> known.add(component(file)));
        for (String name : names) {
            if (!known.contains(name)) {
                throw new InvalidRequestException(
                        "No log of '%s' in %s; there are: %s".formatted(name, logs, String.join(", ", known)));
            }
        }
        for (Path file : all) {
            if (names.isEmpty() || names.contains(component(file))) {
                print(file, tail, lines.source(name(file), Redaction.none()));
            }
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(logs)) {
            throw new InvalidRequestException(
                    "There are no logs in %s; name the folder that 'archtest run' wrote its report to".formatted(logs));
        }
        try (Stream<Path> files = Files.walk(logs)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ArchtestException("Cannot read %s: %s".formatted(logs, e.getMessage()), e);
        }
    }

    private static String component(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /** With its placement, since a report may have several. */
    private String name(Path file) {
        String path = logs.relativize(file).toString();
        return path.substring(0, path.length() - SUFFIX.length());
    }

    private static void print(Path file, int tail, LogLines.Source source) {
        try {
            List<String> lines = new ArrayList<>(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
            lines.subList(Math.max(0, lines.size() - tail), lines.size()).forEach(source::line);
            source.end();
        } catch (IOException e) {
            throw new ArchtestException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
