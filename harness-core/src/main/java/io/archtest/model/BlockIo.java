package io.archtest.model;

import java.util.List;
import java.util.Optional;

/** How much a container may read from and write to block devices of the engine's host. */
public record BlockIo(
        Optional<Integer> weight,
        List<Device> weights,
        List<Device> readBytes,
        List<Device> readOperations,
        List<Device> writeBytes,
        List<Device> writeOperations) {

    /** A device's path on the engine's host, and its weight or its rate per second. */
    public record Device(String path, long value) {}

    public BlockIo {
        weights = List.copyOf(weights);
        readBytes = List.copyOf(readBytes);
        readOperations = List.copyOf(readOperations);
        writeBytes = List.copyOf(writeBytes);
        writeOperations = List.copyOf(writeOperations);
    }

    public static BlockIo unlimited() {
        return new BlockIo(Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
