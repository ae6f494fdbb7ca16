package io.archtest.cli;

import io.archtest.report.MarkdownSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that GitHub shows as the step's summary, which other commands of the step write to as well. */
final class StepSummary {
    /** GitHub drops the whole summary of a step when it is longer. */
    static final long LIMIT = 1024 * 1024;

    /** Whatever stands there ends here, even if its last line doesn't. */
    private static final String BREAK = "\n\n";

    private final String path;
    private final PrintWriter err;

    StepSummary(String path, PrintWriter err) {
        this.path = path;
        this.err = err;
    }

    /** A summary that can't be written is a line in the log, and changes no verdict. */
    void append(MarkdownSummary summary) {
        try {
            Path file = Path.of(path);
            long there = Files.exists(file) ? Files.size(file) : 0;
            String markdown = summary.render(LIMIT - there - BREAK.length());
            if (markdown.isEmpty()) {
                err.println("archtest: no summary: %s holds %d bytes already, and GitHub shows %d"
                        .formatted(path, there, LIMIT));
                return;
            }
            Files.write(
                    file,
                    (BREAK + markdown).getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException | InvalidPathException e) {
            err.println("archtest: no summary: cannot write GITHUB_STEP_SUMMARY: " + e.getMessage());
        }
    }
}
