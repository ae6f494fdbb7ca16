package io.archtest.compose;

import io.archtest.model.InvalidRequestException;
import java.nio.file.Path;
import java.util.List;

/** A file is wrong in known places: the message names them for people, {@link #problems} for programs. */
public final class InvalidFileException extends InvalidRequestException {
    private static final long serialVersionUID = 1L;

    private final transient Path folder;
    private final transient List<Problem> problems;

    InvalidFileException(String message, Path folder, List<Problem> problems) {
        super(message);
        this.folder = folder;
        this.problems = List.copyOf(problems);
    }

    /** What the names of files in the problems' places are relative to. */
    public Path folder() {
        return folder;
    }

    /** All of them, in the files' order, however many the message shows. */
    public List<Problem> problems() {
        return problems;
    }
}
