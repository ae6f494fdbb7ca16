package io.archtest.profile.colima;

import io.archtest.model.Architecture;

/**
 * What of the host decides how Colima can be used on it.
 *
 * @param macVersion the major version of macOS; 0 elsewhere
 * @param accelerated whether machines of the host's own architecture can run on the processor itself: Apple's hypervisor,
 *     KVM. Others are always emulated
 * @param hostedRunner whether this is a GitHub-hosted runner
 * @param cpus processors of the host
 * @param memoryBytes memory of the host
 */
public record ColimaHost(
        boolean mac,
        int macVersion,
        Architecture architecture,
        boolean accelerated,
        boolean hostedRunner,
        int cpus,
        long memoryBytes) {
    private static final int VIRTUALIZATION_FRAMEWORK = 13;

    /** Colima registers its flags for Apple's framework only where that exists. */
    boolean hasVirtualizationFramework() {
        return mac && macVersion >= VIRTUALIZATION_FRAMEWORK;
    }

    /** GitHub's Apple Silicon runners have no nested virtualization (abiosoft/colima#970, #971). */
    boolean hostedAppleSilicon() {
        return mac && hostedRunner && architecture == Architecture.ARM64;
    }

    /**
     * Whether a machine of that architecture runs, if at all, only where Lima emulates without a hypervisor: one of a Mac's
     * own architecture when it has none, and any on GitHub's, where older Limas failed with either.
     */
    boolean needsNewLima(Architecture wanted) {
        return mac && !accelerated && (wanted == architecture || hostedAppleSilicon());
    }

    /** Whether a machine of that architecture is emulated as a whole. */
    boolean emulates(Architecture other) {
        return other != architecture || !accelerated;
    }
}
