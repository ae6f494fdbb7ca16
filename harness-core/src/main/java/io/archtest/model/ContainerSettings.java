package io.archtest.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What else a service says of its container; an absent or empty value is the engine's default.
 *
 * @param standardInput whether it is held open; nothing is ever typed there
 * @param annotations for the OCI runtime
 * @param storage options of the engine's storage driver
 * @param volumesFrom components whose mounts it has as well
 * @param postStart run in order after the start, before the component counts as started
 * @param preStop run in order before archtest stops it
 */
public record ContainerSettings(
        Namespaces namespaces,
        Scheduling scheduling,
        BlockIo blockIo,
        NameResolution names,
        Optional<Logging> logging,
        Optional<String> runtime,
        Optional<String> domainName,
        boolean standardInput,
        Map<String, String> annotations,
        Map<String, String> storage,
        List<VolumesFrom> volumesFrom,
        List<Hook> postStart,
        List<Hook> preStop,
        PullPolicy pullPolicy) {

    /** All mounts of another component. */
    public record VolumesFrom(String component, boolean readOnly) {}

    public ContainerSettings {
        annotations = Map.copyOf(annotations);
        storage = Map.copyOf(storage);
        volumesFrom = List.copyOf(volumesFrom);
        postStart = List.copyOf(postStart);
        preStop = List.copyOf(preStop);
    }

    /** Everything as the engine has it. */
    public static ContainerSettings none() {
        return new ContainerSettings(
                Namespaces.own(),
                Scheduling.engineDefaults(),
                BlockIo.unlimited(),
                NameResolution.engineDefaults(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                PullPolicy.missing());
    }

    /** For the engine, where a component's container is {@code containerName} of the component's name. */
    public ContainerSettings naming(UnaryOperator<String> containerName) {
        return new ContainerSettings(
                namespaces.naming(containerName),
                scheduling,
                blockIo,
                names,
                logging,
                runtime,
                domainName,
                standardInput,
                annotations,
                storage,
                volumesFrom.stream()
                        .map(other -> new VolumesFrom(containerName.apply(other.component()), other.readOnly()))
                        .toList(),
                postStart,
                preStop,
                pullPolicy);
    }

    /** What is used of another component's container, as the Compose file says it; the component by that. */
    public Map<String, String> uses() {
        Map<String, String> uses = new LinkedHashMap<>(namespaces.joined());
        volumesFrom.forEach(other -> uses.put("volumes_from: " + other.component(), other.component()));
        return uses;
    }
}
