package io.archtest.plan;

import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.InferredEdge;
import io.archtest.model.Placement;
import io.archtest.scenario.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The text of an {@code x-archtest} overlay for a Compose file that has none: what was inferred as declarations, with the
 * reasons, and suggestions that are commented out.
 */
public final class Overlay {
    /** Where an editor finds the schema that {@code archtest schema} prints, from the overlay's folder. */
    public static final String SCHEMA = "archtest.schema.json";

    private static final Set<Integer> HTTP_PORTS = Set.of(80, 3000, 4000, 5000, 8000, 8080, 8081, 9000);

    /** Which some readers of YAML take for something else than text. */
    private static final Set<String> WORDS = Set.of("true", "false", "null", "on", "off", "yes", "no", "y", "n");

    private final Scenario scenario;
    private final Architecture host;
    private final StringBuilder text = new StringBuilder();

    private Overlay(Scenario scenario, Architecture host) {
        this.scenario = scenario;
        this.host = host;
    }

    public static String of(Scenario scenario, Architecture host) {
        return new Overlay(scenario, host).text();
    }

    private String text() {
        String file = String.valueOf(scenario.file().getFileName());
        line("# yaml-language-server: $schema=" + SCHEMA);
        line("# (archtest schema --output %s writes that file)", SCHEMA);
        line(
                "# What archtest read out of %s. It is laid over that file whenever archtest reads it; edit it as you like.",
                file);
        line("");
        ports();
        line("x-archtest:");
        line("  # description: \"what this stack is\"");
        line("  # infer: false # then only the edges below count");
        edges();
        placement();
        checks();
        return text.toString();
    }

    /** Ports that texts name and services don't: a declared edge may only lead to what a service says it has. */
    private void ports() {
        List<Component> found = scenario.components().stream()
                .filter(component -> !component.inferred().asked().isEmpty())
                .toList();
        if (found.isEmpty()) {
            return;
        }
        line("services:");
        for (Component component : found) {
            line("  %s:", quoted(component.name().value()));
            line(
                    "    expose: [%s]",
                    component.inferred().asked().keySet().stream()
                            .map(port -> "\"" + port + "\"")
                            .collect(Collectors.joining(", ")));
        }
        line("");
    }

    private void edges() {
        List<InferredEdge> inferred = scenario.inference().edges();
        boolean asked = inferred.stream().anyMatch(edge -> edge.use() == InferredEdge.Use.ASKED);
        line(asked ? "  edges:" : "  edges: []");
        for (InferredEdge edge : inferred) {
            line("    # %s", comment(edge.why()));
            String ends = "from: %s, to: %s".formatted(quoted(edge.from()), quoted(edge.to()));
            if (edge.use() == InferredEdge.Use.ASKED) {
                line("    - { %s, port: %d }", ends, edge.port().orElseThrow());
            } else {
                line(
                        "    # - { %s, port: %s } # a guess; that port must be in the service's 'expose' too",
                        ends, edge.port().map(String::valueOf).orElse("PORT"));
            }
        }
        line("    # - { from: ONE, to: OTHER, ignore: true } # what nobody is to infer");
        scenario.inference().notes().forEach(note -> line("    # note: %s", comment(note)));
    }

    private void placement() {
        Placement split = SplitPlacement.of(scenario, host, Groups.of(scenario, true), Map.of());
        String emulated = scenario.components().stream()
                .filter(component -> component.pinned().isEmpty())
                .map(Component::name)
                .filter(name -> split.of(name) != host)
                .map(Overlay::quoted)
                .collect(Collectors.joining(", "));
        line(scenario.placements().containsKey(Placements.DEFAULT) ? "  placements: {}" : "  placements:");
        line(
                "    # What runs without --placement; the rest is native. Here as 'split' has it: as much as possible crosses.");
        line("    # native, emulated, arm64, x86_64, split, flip (the default's mirror) and cover need no words here.");
        // one that the file has itself must not change by a command that only writes down what is
        String own = scenario.placements().containsKey(Placements.DEFAULT) ? "# " : "";
        line("    %sdefault: { emulated: [%s] }", own, emulated);
        line("    # mine: { ONE: arm64, OTHER: x86_64 }");
    }

    private void checks() {
        line("  # checks:");
        for (Component component : scenario.components()) {
            webPort(component).ifPresent(port -> {
                line("  #   - name: %s answers", component.name());
                line("  #     tags: [smoke] # asked with --checks smoke only; without tags always");
                line("  #     http: { component: %s, port: %d, path: /, status: 200 }", quoted(component.name()), port);
            });
        }
        scenario.inference().edges().stream()
                .filter(edge -> edge.use() == InferredEdge.Use.ASKED)
                .filter(edge -> scenario.component(edge.from()).kind() == Component.Kind.COMPONENT)
                .forEach(edge -> {
                    line("  #   - name: %s reaches %s", edge.from(), edge.to());
                    line(
                            "  #     tcp: { from: %s, to: %s, port: %d }",
                            quoted(edge.from()), quoted(edge.to()), edge.port().orElseThrow());
                });
        scenario.components().stream()
                .filter(component -> component.kind() == Component.Kind.COMPONENT)
                .forEach(component -> {
                    line("  #   - name: %s reports no error", component.name());
                    line("  #     log: { component: %s, absent: \"ERROR|FATAL\" }", quoted(component.name()));
                });
    }

    private static Optional<Integer> webPort(Component component) {
        return component.kind() == Component.Kind.COMPONENT
                ? component.askedPorts().stream().filter(HTTP_PORTS::contains).findFirst()
                : Optional.empty();
    }

    private static String quoted(ComponentName name) {
        return quoted(name.value());
    }

    /** Service names may look like numbers, dates or booleans. */
    private static String quoted(String name) {
        return name.matches("[a-z][a-z_-]*") && !WORDS.contains(name) ? name : "\"" + name + "\"";
    }

    /** Nothing that a file says may end a comment. */
    private static String comment(String words) {
        return words.replaceAll("\\p{Cntrl}|[\\u0085\\u2028\\u2029]", " ");
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation comes with a library that nothing else needs
    private void line(String format, Object... values) {
        text.append(values.length == 0 ? format : format.formatted(values)).append('\n');
    }
}
