package io.archtest.profile.colima;

import io.archtest.model.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The arguments of {@code colima start}. All that matter are given each time, since a failed start keeps its own; an
 * unknown flag is fatal, so each is given only to releases that have it, on hosts where Colima registers it.
 */
final class StartFlags {
    private static final ColimaVersion CPUS = new ColimaVersion(0, 8, 2);
    private static final ColimaVersion TEMPLATE = new ColimaVersion(0, 8, 4);
    private static final ColimaVersion ROOT_DISK = new ColimaVersion(0, 9, 0);
    private static final ColimaVersion NO_MOUNTS = new ColimaVersion(0, 10, 0);
    private static final int ROOT_DISK_GIB = 20;

    private StartFlags() {}

    static List<String> of(StartRequest request, ColimaVersion version, ColimaHost host) {
        List<String> flags = new ArrayList<>(List.of("start", "-p", request.profile(), "--runtime", "docker"));
        // Colima takes any word that it doesn't know for the host's architecture; this one it knows
        flags.addAll(List.of("--arch", request.architecture().machine()));
        flags.addAll(List.of(
                version.atLeast(CPUS) ? "--cpus" : "--cpu",
                String.valueOf(request.size().cpus())));
        flags.addAll(List.of("--memory", number(request.size().memoryGib())));
        flags.addAll(List.of("--disk", String.valueOf(request.size().diskGib())));
        if (host.emulates(request.architecture())) {
            request.cpuType().ifPresent(type -> flags.addAll(List.of("--cpu-type", type)));
        }
        // what is the user's stays so: the current Docker context, ~/.ssh/config; the user's home stays out
        flags.addAll(List.of("--activate=false", "--ssh-config=false", "--mount-inotify=false"));
        virtualization(flags, request.architecture(), host);
        if (version.atLeast(CPUS)) {
            // else a machine would run images of the other architecture without a word
            flags.add("--binfmt=false");
        }
        if (version.atLeast(TEMPLATE)) {
            flags.add("--template=false");
        }
        if (version.atLeast(ROOT_DISK)) {
            flags.addAll(List.of("--root-disk", String.valueOf(ROOT_DISK_GIB), "--port-forwarder", "ssh"));
        }
        if (version.atLeast(NO_MOUNTS)) {
            flags.addAll(List.of("--mount", "none"));
        }
        return flags;
    }

    private static void virtualization(List<String> flags, Architecture architecture, ColimaHost host) {
        if (!host.hasVirtualizationFramework()) {
            return;
        }
        // vz can't emulate; Colima would fall back to QEMU without a word and go on to call it vz
        // (abiosoft/colima#1151)
        flags.addAll(List.of("--vm-type", host.emulates(architecture) ? "qemu" : "vz"));
        if (host.architecture() == Architecture.ARM64) {
            flags.add("--vz-rosetta=false");
        }
    }

    private static String number(double gib) {
        return gib == Math.rint(gib) ? String.valueOf((long) gib) : String.format(Locale.ROOT, "%.1f", gib);
    }
}
