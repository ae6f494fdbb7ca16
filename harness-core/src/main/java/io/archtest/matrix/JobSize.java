package io.archtest.matrix;

import java.util.List;

/** What a job needs. */
final class JobSize {
    private static final double GIB = 1L << 30;
    /** Of the host: archtest, the runner's own program, the system. */
    private static final double HOST_GIB = 2;
    /** The system within a virtual machine. */
    private static final double MACHINE_GIB = 1;

    private static final double SMALLEST_MACHINE_GIB = 2;
    /** GitHub ends a job on its own machines after six hours. */
    private static final int MOST_MINUTES = 360;

    private JobSize() {}

    /** @param reservedBytes by the components on each engine */
    static double memoryGib(Lane lane, List<Long> reservedBytes) {
        return HOST_GIB
                + reservedBytes.stream()
                        .mapToDouble(bytes -> bytes / GIB)
                        .map(gib -> lane.mac() ? Math.max(SMALLEST_MACHINE_GIB, gib + MACHINE_GIB) : gib)
                        .sum();
    }

    /**
     * A job's limit: several times what it takes, since it is there for those that hang. On Linux most of it is for packages
     * and images; on macOS an emulated machine alone takes 9 to 11 minutes for its first start.
     */
    static int minutes(Lane lane, int components) {
        int minutes;
        if (!lane.mac()) {
            minutes = 20 + 2 * components;
        } else {
            minutes = lane.tier() == Tier.FULL ? 60 + 3 * components : 90 + 6 * components;
        }
        return Math.min(MOST_MINUTES, (minutes + 4) / 5 * 5);
    }
}
