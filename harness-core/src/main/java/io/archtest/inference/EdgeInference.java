package io.archtest.inference;

import io.archtest.compose.Fields;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Edge;
import io.archtest.model.Inference;
import io.archtest.model.InferredEdge;
import io.archtest.model.InferredEdge.Use;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the edges that nobody declared. Which of them may fail a run is decided here:
 *
 * <ul>
 *   <li>asked: the file gives the port itself ({@code db:5432}, {@code DB_HOST} with {@code DB_PORT}), or names a host whose
 *       service declares exactly one port, or leaves the port to a scheme ({@code http://api/}) that the service's own ports
 *       don't speak against;
 *   <li>only for the cover: a name without a port, a scheme that contradicts the declared ports, a port that is usually UDP.
 * </ul>
 *
 * <p>A link that has a declared edge is the author's own: nothing is inferred for it.
 */
public final class EdgeInference {
    private final Map<ComponentName, Component> components = new LinkedHashMap<>();
    private final Map<String, Fields> services;
    private final HostNames names;
    private final List<Edge> declared;
    private final List<InferredEdge> ignored;
    private final Map<List<ComponentName>, Link> links = new LinkedHashMap<>();
    /** By link: the ports that texts give, before any is guessed. */
    private final Map<List<ComponentName>, Set<Integer>> explicit = new HashMap<>();

    private final Set<InferredEdge> usefulIgnores = new HashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();

    private EdgeInference(
            List<Component> components, Map<String, Fields> services, List<Edge> declared, List<InferredEdge> ignored) {
        components.forEach(component -> this.components.put(component.name(), component));
        this.services = services;
        this.names = new HostNames(components, services);
        this.declared = declared;
        this.ignored = ignored;
    }

    /** What is known of one component's talk to another; first reasons win. */
    private static final class Link {
        private final Map<Integer, String> asked = new LinkedHashMap<>();
        private final Map<Integer, String> implied = new LinkedHashMap<>();
        private Optional<String> named = Optional.empty();

        void named(String why) {
            named = named.isEmpty() ? Optional.of(why) : named;
        }
    }

    /**
     * @param services by name, for where things stand
     * @param ignored edges that the author doesn't want; without port, the whole link
     */
    public static Inference of(
            List<Component> components, Map<String, Fields> services, List<Edge> declared, List<InferredEdge> ignored) {
        return new EdgeInference(components, services, declared, ignored).infer();
    }

    private Inference infer() {
        for (Component component : components.values()) {
            Fields service = services.get(component.name().value());
            if (service != null) {
                Sources.of(component, service)
                        .forEach(source -> source.mentions().forEach(mention -> add(component, source, mention)));
            }
        }
        List<InferredEdge> edges = new ArrayList<>();
        links.forEach((ends, link) -> explicit.put(ends, Set.copyOf(link.asked.keySet())));
        links.forEach((ends, link) -> edges.addAll(edges(ends.get(0), ends.get(1), link)));
        noteUselessIgnores();
        return new Inference(edges, ignored, List.copyOf(notes));
    }

    private void add(Component from, Source source, Mention mention) {
        Optional<Component> found =
                names.find(from.name(), mention.host()).flatMap(name -> Optional.ofNullable(components.get(name)));
        if (found.isEmpty() || found.get().equals(from) || from.extraHosts().containsKey(mention.host())) {
            return;
        }
        Component named = found.get();
        Optional<Component> home = home(named, mention.host());
        String why = "%s of %s names %s, %s:%d"
                .formatted(
                        source.what(),
                        from.name(),
                        mention.text(),
                        source.at().file(),
                        source.at().line());
        if (home.isEmpty()) {
            notes.add("not counted, since '%s' has the network of '%s', where nobody answers to '%s': %s"
                    .formatted(named.name(), named.namespace(), mention.host(), why));
        } else {
            add(from, home.get(), mention, why);
        }
    }

    /** Whose network a name leads to: one that lives in another's network is found only by what that one is called. */
    private Optional<Component> home(Component named, String host) {
        if (named.connections().namespaceOf().isEmpty()) {
            return Optional.of(named);
        }
        return Optional.ofNullable(components.get(named.namespace()))
                .filter(owner -> owner.networks().stream()
                        .flatMap(network -> network.aliases().stream())
                        .anyMatch(host::equalsIgnoreCase));
    }

    private void add(Component from, Component to, Mention mention, String why) {
        if (from.sharesNamespaceWith(to)) {
            return;
        }
        if (!from.sharesNetworkWith(to)) {
            notes.add("not counted, since they share no network: " + why);
        } else if (to.kind() == Component.Kind.JOB) {
            notes.add("not counted, since '%s' is a job and ends: %s".formatted(to.name(), why));
        } else if (!ignored(from, to, mention) && !declared(from, to)) {
            judge(links.computeIfAbsent(List.of(from.name(), to.name()), ends -> new Link()), to, mention, why);
        }
    }

    private boolean declared(Component from, Component to) {
        return declared.stream()
                .anyMatch(edge -> edge.from().equals(from.name()) && edge.to().equals(to.name()));
    }

    private boolean ignored(Component from, Component to, Mention mention) {
        List<InferredEdge> matching = ignored.stream()
                .filter(edge -> edge.from().equals(from.name()) && edge.to().equals(to.name()))
                .filter(edge -> edge.port().isEmpty() || edge.port().equals(mention.port()))
                .toList();
        usefulIgnores.addAll(matching);
        return !matching.isEmpty();
    }

    private static void judge(Link link, Component to, Mention mention, String why) {
        Optional<Integer> port = mention.port();
        if (port.isEmpty()) {
            link.named(why);
        } else if (udp(to, port.get())) {
            link.named(why + " (UDP, and relays and checks are TCP)");
        } else if (mention.implied()) {
            link.implied.putIfAbsent(port.get(), why);
        } else {
            link.asked.putIfAbsent(port.get(), why);
        }
    }

    private static boolean udp(Component to, int port) {
        boolean declared = to.connections().udpPorts().contains(port);
        return !to.ports().contains(port) && (declared || Schemes.udp(port));
    }

    private List<InferredEdge> edges(ComponentName from, ComponentName to, Link link) {
        Set<Integer> known = knownPorts(to);
        Map<Integer, String> contradicted = new LinkedHashMap<>();
        link.implied.forEach((port, why) -> {
            String usual = "%s, whose usual port is %d".formatted(why, port);
            if (known.isEmpty() || known.contains(port)) {
                link.asked.putIfAbsent(port, usual);
            } else {
                contradicted.put(port, "%s; but '%s' has %s".formatted(usual, to, known));
            }
        });
        List<InferredEdge> edges = new ArrayList<>();
        link.asked.forEach((port, why) -> edges.add(new InferredEdge(from, to, Optional.of(port), Use.ASKED, why)));
        if (edges.isEmpty()) {
            contradicted
                    .values()
                    .forEach(why -> edges.add(new InferredEdge(from, to, Optional.empty(), Use.COVERED, why)));
            link.named.ifPresent(why -> edges.addAll(byName(from, to, known, why)));
        }
        return edges;
    }

    /** A name alone: its port is the only one that is known of the target, else a guess from the target's health check. */
    private List<InferredEdge> byName(ComponentName from, ComponentName to, Set<Integer> known, String why) {
        if (known.size() == 1) {
            return List.of(
                    new InferredEdge(from, to, Optional.of(known.iterator().next()), Use.ASKED, why));
        }
        Set<Integer> guessed = known.isEmpty()
                ? Optional.ofNullable(components.get(to))
                        .map(OwnPorts::inHealthCheck)
                        .orElse(Set.of())
                : Set.of();
        if (guessed.isEmpty()) {
            return List.of(new InferredEdge(from, to, Optional.empty(), Use.COVERED, why));
        }
        return guessed.stream()
                .map(port -> new InferredEdge(
                        from,
                        to,
                        Optional.of(port),
                        Use.CARRIED,
                        "%s; the port is that of the health check of '%s'".formatted(why, to)))
                .toList();
    }

    /** Those that the service declares, and those that somebody else gives with its name. */
    private Set<Integer> knownPorts(ComponentName name) {
        Set<Integer> known = new LinkedHashSet<>();
        Optional.ofNullable(components.get(name)).ifPresent(component -> known.addAll(component.ports()));
        links.forEach((ends, link) -> {
            if (ends.get(1).equals(name)) {
                known.addAll(explicit.getOrDefault(ends, Set.of()));
            }
        });
        return known;
    }

    private void noteUselessIgnores() {
        for (InferredEdge edge : ignored) {
            boolean dependency = Optional.ofNullable(components.get(edge.from())).stream()
                    .flatMap(component -> component.dependencies().stream())
                    .anyMatch(on -> on.on().equals(edge.to()));
            if (!usefulIgnores.contains(edge) && !dependency) {
                notes.add("'ignore: true' of x-archtest.edges %s has no effect: nothing of the kind is inferred"
                        .formatted(edge));
            }
        }
    }
}
