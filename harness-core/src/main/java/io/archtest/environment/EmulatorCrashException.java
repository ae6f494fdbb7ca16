package io.archtest.environment;

import io.archtest.cause.Diagnosis;

/**
 * The environment could not be started because the emulator of one of its processes crashed, which says nothing about the
 * stack: another attempt may succeed.
 */
public final class EmulatorCrashException extends StartupException {
    private static final long serialVersionUID = 1L;

    public EmulatorCrashException(String message, Diagnosis diagnosis) {
        super(message, diagnosis);
    }
}
