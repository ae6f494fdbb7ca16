package io.archtest.compose;

import io.archtest.model.InvalidRequestException;
import java.util.List;

/** A file is wrong in known places: the message names them for people, {@link #problems} for programs. */
public final class InvalidFileException extends InvalidRequestException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidFileException(String message, List<Problem> problems) {
        super(message);
        this.problems = List.copyOf(problems);
    }

    /** All of them, in the files' order, however many the message shows. */
    public List<Problem> problems() {
        return problems;
    }
}
