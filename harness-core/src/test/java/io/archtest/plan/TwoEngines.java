package io.archtest.plan;

import io.archtest.model.Architecture;
import io.archtest.profile.Profile;
import java.util.EnumMap;
import java.util.Map;

/** A planned run as it would be with an engine for each architecture. */
public final class TwoEngines {
    private TwoEngines() {}

    public static PlannedRun of(PlannedRun run) {
        Map<Architecture, Profile> profiles = new EnumMap<>(Architecture.class);
        run.profiles()
                .forEach((architecture, profile) -> profiles.put(
                        architecture,
                        new Profile(
                                profile.name(),
                                profile.provider(),
                                profile.architecture(),
                                "unix:///" + architecture.word(),
                                profile.hardware(),
                                profile.reach(),
                                profile.hostFiles())));
        return new PlannedRun(
                run.scenario(), run.placement(), profiles, run.images(), run.tags(), run.edges(), run.relays());
    }
}
