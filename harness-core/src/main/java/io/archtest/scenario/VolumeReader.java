package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.VolumeSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the top-level {@code volumes}. */
final class VolumeReader {
    private VolumeReader() {}

    /** Settings by Compose name, in file order. */
    static Map<String, VolumeSettings> read(Fields top) {
        Map<String, VolumeSettings> volumes = new LinkedHashMap<>();
        top.map("volumes")
                .ifPresent(map -> map.entries().keySet().forEach(name -> {
                    boolean empty = map.take(name).isEmpty();
                    volumes.put(
                            name,
                            empty
                                    ? VolumeSettings.none()
                                    : map.map(name).map(VolumeReader::volume).orElseGet(VolumeSettings::none));
                }));
        return volumes;
    }

    private static VolumeSettings volume(Fields volume) {
        volume.text("name");
        Optional<Yaml> driver = volume.take("driver");
        volume.text("driver")
                .filter(word -> !word.equals("local"))
                .ifPresent(word -> volume.problem(
                        driver.map(Yaml::at).orElse(volume.at()),
                        "volume driver '%s' is not carried out: run-scoped volumes are the engine's local ones; remove the key"
                                .formatted(word)));
        Map<String, String> options = volume.pairs("driver_opts", key -> Optional.of(""));
        Map<String, String> labels = volume.pairs("labels", key -> Optional.of(""));
        External.foreign(volume);
        volume.finish(AttributeSupport.refusedUnder("volumes.*"));
        return new VolumeSettings(options, labels);
    }
}
