package io.archtest.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.archtest.report.Comparison;
import io.archtest.report.Coverage;
import io.archtest.report.NotRun;
import io.archtest.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reports in which everything occurs that the page can show. */
final class SampleReport {
    /** Words that decide what is shown; all else comes from outside. */
    private static final Set<String> WORDS =
            Set.of("schema", "outOf", "verdict", "state", "kind", "execution", "phase", "requested");

    private static final ObjectMapper JSON = new ObjectMapper();

    private SampleReport() {}

    /** A run that passed, one that failed, and one that did not start. */
    static Report full() {
        Report.Calibration fast = new Report.Calibration(
                "2026-11-23T19:00:00Z", 900, true, 0.2, Map.of("process-start", 1500.0), List.of("the host was busy"));
        Report.Calibration slow = new Report.Calibration(
                "2026-11-23T19:00:00Z", 5000, false, 0.2, Map.of("process-start", 30_000.0), List.of());
        List<Report.Profile> profiles = List.of(
                new Report.Profile("docker-x86_64", "x86_64", "unix:///x", "27.1", "native", Map.of(), fast),
                new Report.Profile(
                        "docker-arm64",
                        "arm64",
                        "unix:///x",
                        "27.1",
                        "qemu-user",
                        Map.of("process-start", 20.0),
                        slow));
        Report report = Report.of(
                new Report.Tool("0.1"),
                new Report.Host("Debian 12", "x86_64", 2, 24_000L, "Linux 6.1"),
                "shop",
                "2026-11-23T20:00:00Z",
                90_000,
                List.of(
                        passing(profiles),
                        failing(profiles),
                        run("flip", "db died: exit code 139", List.of(), profiles, List.of(), List.of(), List.of())));
        return report.withCoverage(coverage())
                .withComparison(comparison())
                .withNotRun(List.of(new NotRun(
                        new Report.Placement("emulated", Map.of()),
                        "flip ended it",
                        "archtest run shop --placement emulated")));
    }

    private static Report.Run passing(List<Report.Profile> profiles) {
        return run(
                "native",
                null,
                List.of(component("web", "x86_64", "native", 400), component("db", "x86_64", "native", 900)),
                profiles,
                List.of(new Report.Cell("web", "db", 5432, "direct", "passed", "", 420)),
                List.of(new Report.Check("scenario", "front page", "web", "passed", "", "status 200", "", 12)),
                List.of());
    }

    private static Report.Run failing(List<Report.Profile> profiles) {
        return run(
                "split",
                null,
                List.of(component("web", "arm64", "qemu-user", 9000), component("db", "x86_64", "native", 1000)),
                profiles,
                List.of(
                        new Report.Cell("web", "db", 5432, "host.docker.internal", "failed", "refused", 0),
                        new Report.Cell("db", "web", null, "direct", "skipped", "'web' exposes no port", 0)),
                List.of(
                        new Report.Check(
                                "scenario", "front page", "web", "failed", "status 200", "status 502", "no db", 12),
                        new Report.Check("scenario", "api", "web", "errored", "", "", "timed out", 12),
                        new Report.Check("health", "db stays up", "db", "passed", "", "no incident", "", 0)),
                List.of(new Report.Cause(
                        "web -> db:5432", "refused", "connection refused", "connect: refused", "expose 5432")));
    }

    static Report.Component component(String name, String architecture, String execution, long took) {
        return new Report.Component(
                name,
                name.equals("db") ? "job" : "component",
                name + ":1",
                "sha256:0",
                name.equals("web"),
                "docker-" + architecture,
                architecture,
                new Report.Observed(
                        architecture,
                        List.of("/bin/sh: " + architecture),
                        execution.equals("native") ? "" : "riscv64",
                        execution),
                1000,
                1000 + took,
                name.equals("db") ? 1 : null);
    }

    static Report.Run run(
            String placement,
            @Nullable String failure,
            List<Report.Component> components,
            List<Report.Profile> profiles,
            List<Report.Cell> cells,
            List<Report.Check> checks,
            List<Report.Cause> causes) {
        return new Report.Run(
                "0a1b2c3d",
                new Report.Placement(placement, Map.of()),
                "docker",
                "packaged",
                Map.of("storage", "s3"),
                Report.Run.verdictOn(failure, checks, cells).word(),
                "2026-11-23T20:00:01Z",
                30_000,
                failure,
                List.of("packaged in place of web:1"),
                "archtest run shop --placement " + placement,
                profiles,
                components,
                cells,
                checks,
                components.stream()
                        .map(component -> new Report.Phase(component.name(), "start", 1000, 300))
                        .toList(),
                components.stream().map(Report.Component::name).limit(1).toList(),
                9000,
                failure == null ? List.of() : List.of(new Report.Attempt("dead", "signal 11", 1000)),
                causes);
    }

    private static Coverage coverage() {
        return new Coverage(
                2,
                "2^2",
                List.of(new Coverage.Link(
                        "web",
                        "db",
                        List.of(5432),
                        "",
                        List.of(
                                new Coverage.Use("x86_64", "x86_64", "passed", List.of("native"), ""),
                                new Coverage.Use("arm64", "x86_64", "failed", List.of("split"), "refused"),
                                new Coverage.Use("x86_64", "arm64", "not-run", List.of(), "no placement has it"),
                                new Coverage.Use("arm64", "arm64", "impossible", List.of(), "db is pinned")))));
    }

    private static Comparison comparison() {
        return new Comparison(
                "earlier.json",
                "slower",
                List.of(
                        new Comparison.Row(
                                "native",
                                "start-to-ready",
                                "web",
                                5,
                                200.0,
                                1,
                                400.0,
                                2.0,
                                1.4,
                                "slower",
                                "noise 20 ms"),
                        new Comparison.Row(
                                "native",
                                "check",
                                "front page",
                                0,
                                null,
                                1,
                                12.0,
                                null,
                                null,
                                "unknown",
                                "no samples")),
                List.of("another kernel"),
                List.of(new Comparison.Emulated("web", "qemu-user", 3, 200.0, 4, 9000.0, 45.0)));
    }

    /** Two hundred components, each of which asks each. */
    static Report large() {
        List<Report.Component> components = new ArrayList<>();
        List<Report.Cell> cells = new ArrayList<>();
        List<Report.Check> checks = new ArrayList<>();
        for (int from = 0; from < 200; from++) {
            String name = "service-" + from;
            components.add(component(name, from % 2 == 0 ? "arm64" : "x86_64", "native", 1000 + from));
            checks.add(new Report.Check(
                    "health", name + " stays up and healthy", name, "passed", "", "no incident", "", 0));
            for (int to = 0; to < 200; to++) {
                boolean failed = (from * 31 + to) % 4000 == 7;
                cells.add(new Report.Cell(
                        name,
                        "service-" + to,
                        8080,
                        from % 2 == to % 2 ? "direct" : "host.docker.internal",
                        failed ? "failed" : "passed",
                        failed ? "connection refused by service-%d on port 8080".formatted(to) : "",
                        failed ? 0 : 300 + (from * 7919L + to * 104_729L) % 60_000));
            }
        }
        return Report.of(
                new Report.Tool("0.1"),
                new Report.Host("Debian 12", "x86_64"),
                "large",
                "2026-11-23T20:00:00Z",
                90_000,
                List.of(run("split", null, components, List.of(), cells, checks, List.of())));
    }

    /** Each text that comes from outside becomes another one. */
    static Report with(Report report, UnaryOperator<String> text) {
        try {
            return JSON.treeToValue(changed(JSON.valueToTree(report), "", text), Report.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode changed(JsonNode node, String name, UnaryOperator<String> text) {
        if (node.isTextual()) {
            return WORDS.contains(name) ? node : new TextNode(text.apply(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            node.forEach(element -> array.add(changed(element, name, text)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            boolean foreign =
                    Set.of("options", "factors", "micros", "components").contains(name);
            node.properties()
                    .forEach(entry -> object.set(
                            foreign && !node.has("requested") ? text.apply(entry.getKey()) : entry.getKey(),
                            changed(entry.getValue(), entry.getKey(), text)));
            return object;
        }
        return node;
    }
}
