package io.archtest.environment;

import io.archtest.engine.ApiVersion;
import io.archtest.engine.EngineInfo;
import io.archtest.model.Component;
import io.archtest.model.Mount;
import io.archtest.profile.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a person should know of a component on an engine: settings that it is too old for, and folders that it will make. */
final class EngineConcerns {
    private EngineConcerns() {}

    /** One sentence each. */
    static List<String> of(Component component, EngineInfo engine, Profile profile) {
        List<String> concerns = new ArrayList<>();
        ApiVersion version = ApiVersion.parse(engine.apiVersion());
        boolean startInterval = component
                .healthCheck()
                .filter(check -> !check.startInterval().isZero())
                .isPresent();
        if (startInterval && !version.knows(ApiVersion.START_INTERVAL)) {
            concerns.add(tooOld(component, "healthcheck.start_interval", "Docker 25", engine)
                    + "; it looks at the usual interval from the start");
        }
        if (!component.settings().annotations().isEmpty() && !version.knows(ApiVersion.ANNOTATIONS)) {
            concerns.add(tooOld(component, "annotations", "Docker 24", engine) + "; they are left out");
        }
        if (profile.hostFiles()) {
            component.mounts().stream()
                    .filter(mount ->
                            mount.type() == Mount.Type.BIND && mount.options().createHostPath())
                    .map(mount -> mount.source().orElse(""))
                    .filter(source -> !Files.exists(Path.of(source)))
                    .forEach(source -> concerns.add(
                            "'%s' mounts '%s', which isn't there: the engine makes an empty folder of it, as Compose has it"
                                    .formatted(component.name(), source)));
        }
        return concerns;
    }

    private static String tooOld(Component component, String key, String since, EngineInfo engine) {
        return "'%s': %s needs %s, and the engine at '%s' is %s"
                .formatted(component.name(), key, since, engine.endpoint(), engine.version());
    }
}
