package io.archtest.report;

import io.archtest.model.FileFailure;
import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
     * @throws InvalidRequestException when no report can be written there, which is better known before hours of running
     */
    public void begin() {
        mustBeWritable();
        try {
            Files.deleteIfExists(json());
            Files.deleteIfExists(junit());
            Files.deleteIfExists(folder.resolve("report.html"));
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "Cannot remove the report of an earlier run in %s: %s; name another folder with --report-dir"
                            .formatted(folder, FileFailure.reason(e)));
        }
    }

    /**
     * Tried where it is, or would be: nobody is asked, since root may do everything, and file systems may not.
     *
     * @throws InvalidRequestException when not; nothing has changed then, nor otherwise
     */
    public void mustBeWritable() {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw unwritable("%s is no folder".formatted(there));
        }
        try {
            Files.delete(Files.createTempFile(there, ".archtest", ".tmp"));
        } catch (IOException e) {
            throw unwritable("cannot create a file in %s (%s)".formatted(there, FileFailure.reason(e)));
        }
    }

    private InvalidRequestException unwritable(String why) {
        return new InvalidRequestException(
                "No report can be written to %s: %s; make it writable, or name another folder with --report-dir"
                        .formatted(folder, why));
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
