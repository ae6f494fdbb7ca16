package io.archtest.compose;

import io.archtest.model.FileFailure;
import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text that a Compose file consists of or names. Only regular files of a sensible size are read: a device never ends. */
public final class TextFile {
    /** Ten times the largest Compose file that was seen. */
    static final int MAX_BYTES = 1 << 20;

    private TextFile() {}

    /**
     * The file's text in UTF-8.
     *
     * @throws InvalidRequestException when it isn't there, is no regular file, is larger than a MiB or is no text
     */
    public static String read(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new InvalidRequestException("no such file: %s".formatted(file));
            }
            if (!Files.isRegularFile(file)) {
                throw new InvalidRequestException("%s is %s, not a file"
                        .formatted(file, Files.isDirectory(file) ? "a folder" : "a device or pipe"));
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidRequestException(
                        "%s has %d bytes; it may have %d at the most".formatted(file, Files.size(file), MAX_BYTES));
            }
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new InvalidRequestException("%s is not text in UTF-8".formatted(file));
        } catch (IOException e) {
            throw new InvalidRequestException("cannot read %s: %s".formatted(file, FileFailure.reason(e)));
        }
    }
}
