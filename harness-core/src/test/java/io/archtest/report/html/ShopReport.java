package io.archtest.report.html;

import io.archtest.report.HtmlReport;
import io.archtest.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reports of a shop as runs of archtest make them: a database, a job that fills it, an interface, a cache and a front. */
final class ShopReport {
    /** What stands in the middle of the log of what failed. */
    static final String FAILING_LINE = "ERROR upstream api answered 502 after its pool ran dry";

    private static final Map<String, Integer> PORTS = new LinkedHashMap<>();

    static {
        PORTS.put("db", 5432);
        PORTS.put("cache", 6379);
        PORTS.put("api", 9000);
        PORTS.put("web", 8080);
    }

    private ShopReport() {}

    static Report passed() {
        return of(run("native", List.of(), false));
    }

    /** One run, in which one connection reached the wrong peer and one page is wrong. */
    static Report failed() {
        return of(run("split", List.of("web", "cache"), true));
    }

    static Report notStarted() {
        Report.Run run = run("split", List.of("web"), false);
        return of(new Report.Run(
                run.id(),
                run.placement(),
                run.provider(),
                run.images(),
                run.options(),
                "errored",
                run.startedAt(),
                run.durationMs(),
                "component 'migrate' ended with exit code 139 before it had done its work",
                run.notices(),
                run.reproduce(),
                run.profiles(),
                run.components().subList(0, 2),
                List.of(),
                List.of(),
                run.timeline().subList(0, 6),
                List.of("db"),
                2500,
                List.of(),
                List.of(new Report.Cause(
                        "start",
                        "emulator-crash",
                        "the emulator crashed",
                        "qemu: uncaught target signal 11 (Segmentation fault)",
                        "run 'migrate' on its own architecture, or take a newer QEMU"))));
    }

    /** All that the page can show: four placements, one of them failed. */
    static Report several() {
        return of(
                        run("native", List.of(), false),
                        run("emulated", List.copyOf(names()), false),
                        run("split", List.of("web", "cache"), true),
                        run("flip", List.of("db", "migrate", "api"), false))
                .withCoverage(ShopFindings.coverage())
                .withComparison(ShopFindings.comparison());
    }

    /** Two hundred components that ask each other. */
    static Report large(int runs) {
        Report.Run one = SampleReport.large().runs().get(0);
        return of(IntStream.range(0, runs)
                .mapToObj(index -> SampleReport.run(
                        "split-" + index,
                        null,
                        one.components(),
                        one.profiles(),
                        one.connectivity(),
                        one.checks(),
                        one.causes()))
                .toArray(Report.Run[]::new));
    }

    /** The page, beside logs of 2000 lines of each component; what failed is told in the middle. */
    static Path write(Report report, Path folder) throws IOException {
        for (Report.Run run : report.runs()) {
            Path logs = folder.resolve("logs").resolve(run.placement().name());
            Files.createDirectories(logs);
            for (Report.Component component : run.components()) {
                Files.writeString(logs.resolve(component.name() + ".log"), log(component.name()));
            }
        }
        new HtmlReport().write(report, folder);
        return folder.resolve("report.html");
    }

    private static String log(String component) {
        return IntStream.rangeClosed(1, 2000)
                .mapToObj(line -> line == 1000 && component.equals("web")
                        ? FAILING_LINE
                        : "12:00:%02d.%03d INFO %s request %d done in %d ms"
                                .formatted(line / 50, line % 50, component, line, line % 37))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static Report of(Report.Run... runs) {
        return Report.of(
                new Report.Tool("0.1.0"),
                new Report.Host("Debian GNU/Linux 12", "x86_64", 2, 24_064L, "Linux 6.1.0"),
                "shop",
                "2026-11-23T20:00:00Z",
                95_000,
                List.of(runs));
    }

    private static List<String> names() {
        return List.of("db", "cache", "migrate", "api", "web");
    }

    /** @param emulated what runs on arm64 */
    private static Report.Run run(String placement, List<String> emulated, boolean faulty) {
        List<Report.Cell> cells = cells(emulated, faulty);
        List<Report.Check> checks = checks(faulty);
        List<Report.Component> components =
                names().stream().map(name -> component(name, emulated)).toList();
        return new Report.Run(
                "0a1b2c3d",
                new Report.Placement(
                        placement,
                        names().stream().collect(Collectors.toMap(name -> name, name -> architecture(name, emulated)))),
                "docker",
                "packaged",
                Map.of("storage", "s3"),
                Report.Run.verdictOn(null, checks, cells).word(),
                "2026-11-23T20:00:01Z",
                31_000,
                null,
                List.of("packaged in place of shop/web:1.4"),
                "archtest run shop --placement " + placement,
                profiles(),
                components,
                cells,
                checks,
                phases(components),
                List.of("db", "migrate", "api", "web"),
                components.get(4).readyMs() == null ? 0 : components.get(4).readyMs(),
                List.of(),
                faulty ? causes() : List.of());
    }

    private static String architecture(String name, List<String> emulated) {
        return emulated.contains(name) ? "arm64" : "x86_64";
    }

    private static Report.Component component(String name, List<String> emulated) {
        String architecture = architecture(name, emulated);
        int place = names().indexOf(name);
        // each begins when the one before it is ready, but for the cache, which waits for nobody
        long started = place <= 1 ? 500 : 2600 + (place - 2) * 3000L;
        long ready = started + (place == 1 ? 400 : place == 0 ? 2000 : 2900);
        return new Report.Component(
                name,
                name.equals("migrate") ? "job" : "component",
                "shop/" + name + ":1.4",
                "sha256:" + "0".repeat(64),
                name.equals("web"),
                "docker-" + architecture,
                architecture,
                new Report.Observed(
                        architecture,
                        List.of("/bin/%s: %s".formatted(name, architecture)),
                        architecture.equals("arm64") ? "aarch64" : "x86_64",
                        architecture.equals("arm64") ? "qemu-user" : "native"),
                started,
                ready,
                name.equals("migrate") ? Integer.valueOf(0) : null);
    }

    private static List<Report.Phase> phases(List<Report.Component> components) {
        List<Report.Phase> phases = new ArrayList<>();
        for (Report.Component component : components) {
            long started = component.startedMs();
            phases.add(new Report.Phase(component.name(), "create", started - 250, 150));
            phases.add(new Report.Phase(component.name(), "start", started, 120));
            phases.add(new Report.Phase(component.name(), "ready", started + 120, ready(component) - started - 120));
        }
        return phases;
    }

    private static long ready(Report.Component component) {
        @Nullable Long ready = component.readyMs();
        return ready == null ? component.startedMs() : ready;
    }

    private static List<Report.Cell> cells(List<String> emulated, boolean faulty) {
        List<Report.Cell> cells = new ArrayList<>();
        for (String from : PORTS.keySet()) {
            PORTS.forEach((to, port) -> {
                boolean crossing = emulated.contains(from) != emulated.contains(to);
                boolean wrong = faulty && from.equals("web") && to.equals("db");
                cells.add(new Report.Cell(
                        from,
                        to,
                        port,
                        crossing ? "host.docker.internal" : "direct",
                        wrong ? "failed" : "passed",
                        wrong ? "wrong peer: 'cache' answered, nonce 7f3a instead of 91c2" : "",
                        wrong ? 0 : crossing ? 2400 + port % 900 : 300 + port % 400));
            });
        }
        return cells;
    }

    private static List<Report.Check> checks(boolean faulty) {
        List<Report.Check> checks = new ArrayList<>();
        checks.add(new Report.Check(
                "scenario",
                "front page",
                "web",
                faulty ? "failed" : "passed",
                "status 200",
                faulty ? "status 502 Bad Gateway" : "status 200",
                faulty ? "the interface gave no answer" : "",
                41));
        for (String name : PORTS.keySet()) {
            checks.add(new Report.Check(
                    "health", name + " stays up and healthy", name, "passed", "", "no incident", "", 0));
        }
        return checks;
    }

    private static List<Report.Cause> causes() {
        return List.of(new Report.Cause(
                "web -> db:5432",
                "wrong-peer",
                "another component answered",
                "nonce 7f3a of 'cache' came back, 91c2 of 'db' was expected",
                "look for two components that publish port 5432"));
    }

    private static List<Report.Profile> profiles() {
        Map<String, Double> fast =
                Map.of("process-start", 1500.0, "interpreter", 40.0, "crypto", 12.0, "network", 90.0);
        Map<String, Double> slow =
                Map.of("process-start", 33_000.0, "interpreter", 480.0, "crypto", 230.0, "network", 160.0);
        Map<String, Double> factors = new LinkedHashMap<>();
        fast.forEach((work, micros) -> factors.put(work, slow.getOrDefault(work, micros) / micros));
        return List.of(profile("x86_64", "native", Map.of(), fast), profile("arm64", "qemu-user", factors, slow));
    }

    private static Report.Profile profile(
            String architecture, String execution, Map<String, Double> factors, Map<String, Double> micros) {
        return new Report.Profile(
                "docker-" + architecture,
                architecture,
                "unix:///var/run/docker.sock",
                "20.10.24",
                execution,
                factors,
                new Report.Calibration("2026-11-23T19:59:00Z", 2900, true, 0.3, micros, List.of()));
    }
}
