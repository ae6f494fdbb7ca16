package io.archtest.model;

import java.util.Map;

/** How a named volume is made by the engine's local driver. */
public record VolumeSettings(Map<String, String> driverOptions, Map<String, String> labels) {

    public VolumeSettings {
        driverOptions = Map.copyOf(driverOptions);
        labels = Map.copyOf(labels);
    }

    public static VolumeSettings none() {
        return new VolumeSettings(Map.of(), Map.of());
    }
}
