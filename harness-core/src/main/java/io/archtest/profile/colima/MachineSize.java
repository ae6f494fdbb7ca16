package io.archtest.profile.colima;

import io.archtest.model.InvalidRequestException;

/**
 * What a new machine gets; a machine that is there keeps what it has.
 *
 * @param cpus processors
 * @param memoryGib memory, in GiB
 * @param diskGib disk for images, containers and volumes, in GiB; it takes up only what is used
 */
public record MachineSize(int cpus, double memoryGib, int diskGib) {
    private static final double GIB = 1L << 30;
    private static final int DISK = 40;
    private static final double SYSTEM = 1;
    private static final double LEFT_TO_HOST = 2;

    public MachineSize {
        if (cpus < 1 || memoryGib < 1 || diskGib < 10) {
            throw new InvalidRequestException(
                    "A machine needs 1 CPU, 1 GiB of memory and 10 GiB of disk at least; asked for: %d, %.1f, %d"
                            .formatted(cpus, memoryGib, diskGib));
        }
    }

    /**
     * Half of the processors, four at the most; two machines together take half of the memory, with 2 to 6 GiB each:
     * databases need some, and on a small host the machine would not start (abiosoft/colima#705). Components that reserve
     * more get it, and the machine's system 1 GiB beside it, as long as the host keeps 2 GiB.
     *
     * @param reservedBytes by the components that are to run on it
     */
    public static MachineSize fitting(ColimaHost host, long reservedBytes) {
        int cpus = Math.max(1, Math.min(4, host.cpus() / 2));
        double all = Math.floor(host.memoryBytes() / GIB);
        double usual = Math.max(2, Math.min(6, Math.floor(all / 4)));
        double wanted = reservedBytes == 0 ? 0 : Math.ceil(reservedBytes / GIB) + SYSTEM;
        return new MachineSize(cpus, Math.max(usual, Math.min(wanted, all - LEFT_TO_HOST)), DISK);
    }
}
