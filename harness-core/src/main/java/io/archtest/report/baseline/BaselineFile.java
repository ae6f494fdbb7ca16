package io.archtest.report.baseline;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.WholeFile;
import io.archtest.report.JsonFault;
import io.archtest.report.baseline.Baseline.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** A baseline where it outlives a run. Several processes may add to the same file: nothing is lost, none sees half of it. */
public final class BaselineFile {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path file;

    public BaselineFile(Path file) {
        this.file = file;
    }

    /**
     * What is in it; {@link Baseline#EMPTY} when there is no file yet.
     *
     * @throws InvalidRequestException when it is no baseline
     */
    public Baseline read() {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // a pipe would be waited for without end
            throw new InvalidRequestException("Cannot read the baseline %s: it is %s"
                    .formatted(file, Files.isDirectory(file) ? "a folder" : "no ordinary file"));
        }
        try {
            return parse(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Baseline.EMPTY;
        } catch (JacksonException e) {
            throw new InvalidRequestException(
                    "%s is damaged, or no baseline: %s; remove it to begin anew".formatted(file, JsonFault.reason(e)));
        } catch (IOException e) {
            throw new InvalidRequestException("Cannot read the baseline %s: %s".formatted(file, e));
        }
    }

    private Baseline parse(byte[] bytes) throws IOException {
        JsonNode tree = JSON.readTree(bytes);
        if (tree.isMissingNode()) {
            throw new InvalidRequestException("%s is empty, so no baseline; remove it to begin anew".formatted(file));
        }
        String schema = tree.path("schema").asText("none");
        if (!schema.equals(Baseline.SCHEMA)) {
            throw new InvalidRequestException("%s is no baseline that this archtest reads: its schema is '%s', not '%s'"
                    .formatted(file, schema, Baseline.SCHEMA));
        }
        return JSON.treeToValue(tree, Baseline.class);
    }

    /**
     * Whether runs can be added to it later; better known before hours of running.
     *
     * @throws InvalidRequestException when not
     */
    public void mustBeWritable() {
        try {
            Path folder = file.toAbsolutePath().resolveSibling("");
            if (!Files.isDirectory(folder)) {
                throw new InvalidRequestException("There is no folder %s for the baseline %s".formatted(folder, file));
            }
            if (Files.exists(file) && (!Files.isWritable(file) || readOnly())) {
                throw new InvalidRequestException(
                        "The baseline %s is read-only, and a run that passes is added to it; make it writable, or compare afterwards with: archtest compare %s REPORT"
                                .formatted(file, file));
            }
            Files.delete(Files.createTempFile(folder, ".archtest", ".tmp"));
        } catch (IOException e) {
            throw new InvalidRequestException("Cannot write beside the baseline %s: %s".formatted(file, e));
        }
    }

    /** Root may write everything; the file's owner said no all the same. */
    private boolean readOnly() throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        return !permissions.contains(PosixFilePermission.OWNER_WRITE)
                && !permissions.contains(PosixFilePermission.GROUP_WRITE)
                && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** Adds to what is in it by now, within its bounds. Waits while another process does. */
    public void add(Baseline samples) {
        if (samples.series().isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            PassingLock.on(file.resolveSibling("." + file.getFileName() + ".lock"), () -> {
                Baseline all = read();
                for (Series series : samples.series()) {
                    for (Sample sample : series.samples()) {
                        all = all.with(series.kind(), sample);
                    }
                }
                write(all);
            });
        } catch (IOException e) {
            throw new ArchtestException("Cannot add this run to the baseline %s: %s".formatted(file, e), e);
        }
    }

    /** Forgets everything; only for a file that is archtest's own. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ArchtestException("Cannot remove %s: %s".formatted(file, e), e);
        }
    }

    private void write(Baseline all) throws IOException {
        WholeFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
