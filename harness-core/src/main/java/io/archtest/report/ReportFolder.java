package io.archtest.report;

import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Where the files of one report are. */
public final class ReportFolder {
    private final Path folder;

    public ReportFolder(Path folder) {
        this.folder = folder;
    }

    /** For the logs of that placement. */
    public Path logs(String placement) {
        return folder.resolve("logs").resolve(placement);
    }

    /**
     * Removes the report of an earlier run: when this one is killed, that one must not stand for it.
     *
     * @throws InvalidRequestException when nothing could be written here in the end
     */
    public void begin() {
        refuseIfHopeless();
        try {
            Files.deleteIfExists(json());
            Files.deleteIfExists(junit());
            Files.deleteIfExists(folder.resolve("report.html"));
        } catch (IOException e) {
            throw new ArchtestException(
                    "Cannot remove the report of an earlier run in %s: %s; name another folder with --report-dir"
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    /** Makes nothing: a run that is refused for another reason leaves no empty folder. */
    private void refuseIfHopeless() {
        Path nearest = folder.toAbsolutePath().normalize();
        while (!Files.exists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        boolean place = Files.isDirectory(nearest);
        if (!place || !Files.isWritable(nearest)) {
            throw new InvalidRequestException("The report can't go to %s: %s %s; name another folder with --report-dir"
                    .formatted(folder, nearest, place ? "is not writable" : "is no folder"));
        }
    }

    /**
     * Writes all files and returns the report as it stands there.
     *
     * @param secrets texts to be replaced wherever they stand
     */
    public Report write(Report report, Collection<String> secrets) {
        Report written = new JsonReport(secrets).write(report, json());
        render(written);
        return written;
    }

    /** Writes all files but {@code report.json}, which says everything, anew; the logs are those that lie here. */
    public void render(Report written) {
        new JUnitXml().write(written, junit());
        new HtmlReport().write(written, folder);
    }

    /** The report that lies here. */
    public Report read() {
        return new JsonReport(List.of()).read(json());
    }

    /** The file for people. */
    public Path html() {
        return folder.resolve("report.html");
    }

    private Path json() {
        return folder.resolve("report.json");
    }

    private Path junit() {
        return folder.resolve("junit.xml");
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
