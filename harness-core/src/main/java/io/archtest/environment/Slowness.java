package io.archtest.environment;

/**
 * How many times slower than native one architecture runs on its engine, by class of work; 1 for native.
 *
 * @param processStart starting short processes, as health checks by exec do
 * @param interpreter an interpreter's loop, as most servers' own work is
 */
public record Slowness(double processStart, double interpreter) {
    /** What everything is measured against. */
    public static final Slowness NATIVE = new Slowness(1, 1);

    /** For limits that must not be too tight whatever the work is. */
    public double worst() {
        return Math.max(1, Math.max(processStart, interpreter));
    }
}
