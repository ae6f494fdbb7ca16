package io.archtest.report;

import io.archtest.model.ArchtestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that were kept of a run, by their paths as seen from the folder that archtest was started in. */
final class Attachments {
    private final Path logs;

    /** @param folder where the report's files are */
    Attachments(Path folder) {
        this.logs = folder.resolve("logs");
    }

    /** All of a run, those of start-ups that were repeated included. */
    List<String> of(Report.Run run) {
        Path folder = logs.resolve(run.placement().name());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ArchtestException("Cannot list the logs in %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** Log and inspect of one component of it. */
    List<String> of(Report.Run run, String component) {
        Path folder = logs.resolve(run.placement().name());
        return Stream.of(".log", ".inspect.json")
                .map(end -> folder.resolve(component + end))
                .filter(file -> !component.isEmpty() && Files.isRegularFile(file))
                .map(Path::toString)
                .toList();
    }
}
