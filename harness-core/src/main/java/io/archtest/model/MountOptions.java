package io.archtest.model;

import java.util.Optional;

/**
 * What a mount says beyond where it is; an absent value is the engine's default.
 *
 * @param createHostPath whether the engine makes a missing folder of its host
 * @param selinux {@code z} or {@code Z}
 * @param propagation of a bind, such as {@code rslave}
 * @param noCopy whether a new volume stays empty, instead of getting what the image has in its place
 * @param volume how the volume is made, if it isn't there yet
 * @param mode of a tmpfs, as in {@code chmod}
 * @param tmpfs options in the words of mount(8), such as {@code mode=755,uid=1009}
 */
public record MountOptions(
        boolean createHostPath,
        Optional<String> selinux,
        Optional<String> propagation,
        boolean noCopy,
        VolumeSettings volume,
        Optional<Integer> mode,
        Optional<String> tmpfs) {

    public static MountOptions none() {
        return new MountOptions(
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                VolumeSettings.none(),
                Optional.empty(),
                Optional.empty());
    }
}
