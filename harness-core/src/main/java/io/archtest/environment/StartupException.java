package io.archtest.environment;

import io.archtest.cause.Diagnosis;
import io.archtest.model.ArchtestException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The environment could not be started (exit code 3): which component, what happened, what is known, what to do. Suppressed
 * are those of components that had been ready and died before.
 */
public class StartupException extends ArchtestException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Diagnosis diagnosis;

    public StartupException(String message) {
        super(message);
        this.diagnosis = null;
    }

    /** Of a component that failed. */
    public StartupException(String message, Diagnosis diagnosis) {
        super(message);
        this.diagnosis = diagnosis;
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
        this.diagnosis = null;
    }

    /** Of a component that an engine refused to start. */
    public StartupException(String message, Throwable cause, Diagnosis diagnosis) {
        super(message, cause);
        this.diagnosis = diagnosis;
    }

    /** What the component's failure comes down to; absent when it isn't about one. */
    public Optional<Diagnosis> diagnosis() {
        return Optional.ofNullable(diagnosis);
    }
}
