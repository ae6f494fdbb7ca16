package io.archtest.model;

import java.util.List;
import java.util.Map;

/** What a container may do beyond, or not do of, the engine's defaults. */
public record SecuritySettings(
        List<String> capAdd,
        List<String> capDrop,
        List<String> securityOptions,
        List<String> groupAdd,
        Map<String, String> sysctls,
        boolean readOnly,
        boolean privileged) {

    public SecuritySettings {
        capAdd = List.copyOf(capAdd);
        capDrop = List.copyOf(capDrop);
        securityOptions = List.copyOf(securityOptions);
        groupAdd = List.copyOf(groupAdd);
        sysctls = Map.copyOf(sysctls);
    }

    public static SecuritySettings engineDefaults() {
        return new SecuritySettings(List.of(), List.of(), List.of(), List.of(), Map.of(), false, false);
    }
}
