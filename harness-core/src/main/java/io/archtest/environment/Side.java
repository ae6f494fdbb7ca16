package io.archtest.environment;

import io.archtest.engine.ContainerSpec;
import io.archtest.engine.Engine;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.NetworkAttachment;
import io.archtest.model.VolumeSettings;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that runs on one architecture: its engine, and networks of its own that no component of the other side is on, even
 * where one engine serves both.
 *
 * @param networks Docker's network id by the Compose network's name
 */
record Side(Architecture architecture, Profile profile, Engine engine, Map<String, String> networks) {

    /** Creates the networks and volumes that this side's components and relays need. */
    static Side create(RunScope scope, PlannedRun run, Architecture architecture) {
        Profile profile = run.profile(architecture);
        Engine engine = scope.engine(profile);
        Map<String, String> networks = new HashMap<>();
        for (String name : networkNames(run)) {
            String full = "archtest-%s-%s-%s".formatted(scope.runId(), architecture.word(), name);
            networks.put(name, scope.creating(() -> engine.createNetwork(full, scope.labels("network", name))));
        }
        volumes(run, architecture)
                .forEach((volume, settings) -> scope.creating(() -> {
                    Map<String, String> labels = new HashMap<>(settings.labels());
                    labels.putAll(scope.labels("volume", volume));
                    engine.createVolume(volumeName(scope, volume), labels, settings.driverOptions());
                    return volume;
                }));
        return new Side(architecture, profile, engine, networks);
    }

    static String volumeName(RunScope scope, String volume) {
        return "archtest-%s-%s".formatted(scope.runId(), volume);
    }

    /** Where a component, or the relay that stands in for it, is on this side. */
    List<ContainerSpec.Attachment> attachments(Component component) {
        List<ContainerSpec.Attachment> attachments = new ArrayList<>();
        for (NetworkAttachment network : component.networks()) {
            Set<String> names = new LinkedHashSet<>();
            names.add(component.name().value());
            names.addAll(network.aliases());
            String id = networks.get(network.network());
            if (id == null) {
                throw new IllegalStateException("Network '%s' was not created".formatted(network.network()));
            }
            attachments.add(new ContainerSpec.Attachment(id, List.copyOf(names)));
        }
        return attachments;
    }

    private static Set<String> networkNames(PlannedRun run) {
        Set<String> names = new LinkedHashSet<>();
        run.scenario()
                .components()
                .forEach(component -> component.networks().forEach(network -> names.add(network.network())));
        return names;
    }

    /** Those that components of this side mount, with what the Compose file says of them. */
    private static Map<String, VolumeSettings> volumes(PlannedRun run, Architecture architecture) {
        Map<String, VolumeSettings> used = new HashMap<>();
        for (Component component : run.scenario().components()) {
            if (run.placement().of(component.name()) == architecture) {
                component
                        .mounts()
                        .forEach(mount -> mount.source()
                                .filter(run.scenario().volumes()::contains)
                                .ifPresent(
                                        name -> used.put(name, mount.options().volume())));
            }
        }
        return used;
    }
}
