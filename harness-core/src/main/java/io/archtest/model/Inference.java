package io.archtest.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What was read out of a Compose file beyond what it declares.
 *
 * @param edges in the order of the services and of the places that name them
 * @param ignored what the author wants nobody to infer; an edge without port stands for all between the two
 * @param notes for people: what was found and not counted, and why
 */
public record Inference(List<InferredEdge> edges, List<InferredEdge> ignored, List<String> notes) {
    public Inference {
        edges = List.copyOf(edges);
        ignored = List.copyOf(ignored);
        notes = List.copyOf(notes);
    }

    public static Inference none() {
        return new Inference(List.of(), List.of(), List.of());
    }

    /** With more, for what only the planner knows. */
    public Inference and(List<InferredEdge> moreEdges, List<String> moreNotes) {
        Set<InferredEdge> all = new LinkedHashSet<>(edges);
        all.addAll(moreEdges);
        Set<String> allNotes = new LinkedHashSet<>(notes);
        allNotes.addAll(moreNotes);
        return new Inference(List.copyOf(all), ignored, List.copyOf(allNotes));
    }

    /** Between the containers of services, where one has several. */
    public Inference between(Function<ComponentName, List<ComponentName>> containers) {
        return new Inference(between(edges, containers), between(ignored, containers), notes);
    }

    private static List<InferredEdge> between(
            List<InferredEdge> edges, Function<ComponentName, List<ComponentName>> containers) {
        return edges.stream()
                .flatMap(edge -> containers.apply(edge.from()).stream()
                        .flatMap(from -> containers.apply(edge.to()).stream()
                                .map(to -> new InferredEdge(from, to, edge.port(), edge.use(), edge.why()))))
                .toList();
    }

    /** Whether the author took the whole link out. */
    public boolean ignores(ComponentName from, ComponentName to) {
        return ignored.stream()
                .anyMatch(edge -> edge.from().equals(from)
                        && edge.to().equals(to)
                        && edge.port().isEmpty());
    }

    /** The ports that edges add to a component; of two reasons for one port the first counts, and asking wins. */
    public InferredPorts portsOf(ComponentName component) {
        Map<Integer, String> asked = new TreeMap<>();
        Map<Integer, String> carried = new TreeMap<>();
        for (InferredEdge edge : edges) {
            if (edge.to().equals(component)) {
                edge.port().ifPresent(port -> {
                    switch (edge.use()) {
                        case ASKED -> asked.putIfAbsent(port, edge.why());
                        case CARRIED -> carried.putIfAbsent(port, edge.why());
                        case COVERED -> {}
                    }
                });
            }
        }
        asked.keySet().forEach(carried::remove);
        return new InferredPorts(asked, carried);
    }
}
