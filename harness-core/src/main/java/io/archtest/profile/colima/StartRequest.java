package io.archtest.profile.colima;

import io.archtest.model.Architecture;
import java.util.Optional;

/**
 * A machine as it should be.
 *
 * @param cpuType for QEMU, such as {@code cortex-a72}; Lima's own default if empty
 */
public record StartRequest(String profile, Architecture architecture, MachineSize size, Optional<String> cpuType) {}
