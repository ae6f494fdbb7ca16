package io.archtest.environment;

import java.util.Arrays;

/**
 * How many times slower than native one architecture runs on its engine, by class of work; 1 for native, 0 for what was not
 * measured (as in what an older archtest wrote of a stack).
 */
public record Slowness(double processStart, double interpreter, double crypto, double fileSystem, double network) {
    /** What everything is measured against. */
    public static final Slowness NATIVE = new Slowness(1, 1, 1, 1, 1);

    /** As measured; 0 where it was not. */
    public double measured(WorkClass work) {
        return switch (work) {
            case PROCESS_START -> processStart;
            case INTERPRETER -> interpreter;
            case CRYPTO -> crypto;
            case FILE_SYSTEM -> fileSystem;
            case NETWORK -> network;
        };
    }

    /** By which a limit for that work is multiplied: the worst known one where it was not measured, and never below 1. */
    public Pace pace(WorkClass work) {
        double known = measured(work);
        return new Pace(work, known > 0 ? Math.max(1, known) : worst());
    }

    /** For a component's own work until it is ready: most of it is an interpreter's, but keys and TLS may be much of it. */
    public Pace ownWork() {
        return slower(pace(WorkClass.INTERPRETER), pace(WorkClass.CRYPTO));
    }

    /** For that and the looks of a health check beside it, each of which is a process. */
    public Pace ownWorkAndLooks() {
        return slower(ownWork(), pace(WorkClass.PROCESS_START));
    }

    private static Pace slower(Pace one, Pace other) {
        return other.factor() > one.factor() ? other : one;
    }

    /** For limits that must not be too tight whatever the work is. */
    public double worst() {
        return Arrays.stream(WorkClass.values()).mapToDouble(this::measured).reduce(1, Math::max);
    }

    /** The factor that a limit is multiplied by, and the class of work that it is of. */
    public record Pace(WorkClass work, double factor) {
        /** For messages. */
        @Override
        public String toString() {
            return "%.1f for %s".formatted(factor, work.word());
        }
    }
}
