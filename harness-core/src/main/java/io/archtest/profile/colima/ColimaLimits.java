package io.archtest.profile.colima;

import java.time.Duration;

/**
 * How long each operation may take before it is ended. A start must outlast the sum of Colima's and Lima's own limits (10
 * minutes for the boot alone, twice if Colima restarts the machine), and the download of the image in a first one.
 *
 * @param settling how long the engine's socket may take to answer after Colima says that it is done
 */
public record ColimaLimits(
        Duration version,
        Duration list,
        Duration status,
        Duration nativeFirstStart,
        Duration nativeStart,
        Duration emulatedFirstStart,
        Duration emulatedStart,
        Duration settling,
        Duration stop,
        Duration forcedStop,
        Duration delete,
        Duration lock) {

    public static ColimaLimits defaults() {
        return new ColimaLimits(
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                Duration.ofMinutes(3),
                Duration.ofMinutes(30),
                Duration.ofMinutes(15),
                Duration.ofSeconds(20),
                Duration.ofMinutes(7),
                Duration.ofSeconds(60),
                Duration.ofMinutes(3),
                Duration.ofMinutes(60));
    }

    /** The same with another limit for every start. */
    public ColimaLimits withStart(Duration start) {
        return new ColimaLimits(
                version, list, status, start, start, start, start, settling, stop, forcedStop, delete, lock);
    }

    Duration start(boolean emulated, boolean first) {
        if (emulated) {
            return first ? emulatedFirstStart : emulatedStart;
        }
        return first ? nativeFirstStart : nativeStart;
    }
}
