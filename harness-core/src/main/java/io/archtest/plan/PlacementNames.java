package io.archtest.plan;

import io.archtest.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.Map;

/** What placements can be called, and what each name means. */
public final class PlacementNames {
    private PlacementNames() {}

    /** Meaning by name: the scenario's own, and then those that every scenario has. */
    public static Map<String, String> of(Scenario scenario) {
        Map<String, String> names = new LinkedHashMap<>();
        scenario.placements().keySet().forEach(name -> names.put(name, "as the scenario says"));
        names.putIfAbsent(Placements.DEFAULT, "the same as split, since the scenario names none");
        names.putIfAbsent(Placements.NATIVE, "everything on the host's own architecture");
        names.putIfAbsent(Placements.EMULATED, "everything on the other one");
        names.putIfAbsent("arm64", "everything on arm64");
        names.putIfAbsent("x86_64", "everything on x86_64");
        names.putIfAbsent(SplitPlacement.NAME, "as many talks as possible cross architectures, in one run");
        names.putIfAbsent(Placements.FLIP, "the mirror of default");
        names.putIfAbsent(
                Cover.NAME, "the fewest placements in which every talk is had in all combinations of architectures");
        return names;
    }
}
