package io.archtest.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Which of the kernel's namespaces a container shares; an absent value is a namespace of its own, as the engine's defaults
 * are. Values are the engine's words, except {@code service:NAME} for another component's.
 *
 * @param cgroupParent the cgroup below which the container's own is made
 */
public record Namespaces(
        Optional<String> ipc,
        Optional<String> pid,
        Optional<String> uts,
        Optional<String> cgroup,
        Optional<String> cgroupParent,
        Optional<String> user) {
    private static final String SERVICE = "service:";

    public static Namespaces own() {
        return new Namespaces(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Of other components, as the Compose file says it; the component by that. */
    public Map<String, String> joined() {
        Map<String, String> joined = new LinkedHashMap<>();
        ipc.flatMap(Namespaces::service).ifPresent(name -> joined.put("ipc: service:" + name, name));
        pid.flatMap(Namespaces::service).ifPresent(name -> joined.put("pid: service:" + name, name));
        return joined;
    }

    /** With {@code container:NAME} in the place of {@code service:NAME}. */
    Namespaces naming(UnaryOperator<String> containerName) {
        UnaryOperator<String> named = word -> service(word)
                .map(name -> "container:" + containerName.apply(name))
                .orElse(word);
        return new Namespaces(ipc.map(named), pid.map(named), uts, cgroup, cgroupParent, user);
    }

    /** The component that a word such as {@code service:db} names. */
    public static Optional<String> service(String word) {
        return word.startsWith(SERVICE) ? Optional.of(word.substring(SERVICE.length())) : Optional.empty();
    }
}
