package io.archtest.testing;

import io.archtest.report.NotRun;
import io.archtest.report.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports of scenario {@code shop} with little in them. */
public final class ReportFixture {
    private final String placement;
    private final List<Report.Check> checks = new ArrayList<>();
    private final List<Report.Cell> cells = new ArrayList<>();
    private final List<Report.Attempt> attempts = new ArrayList<>();
    private List<String> notices = List.of();
    private Map<String, String> options = Map.of();
    private Map<String, String> placed = Map.of("web", "arm64");
    private final List<Report.Cause> causes = new ArrayList<>();
    private @Nullable String failure;
    private long durationMs = 8000;
    private String engineVersion = "20.10";
    private String execution = "qemu-user";
    private Map<String, Double> factors = Map.of("interpreter", 9.5);

    private ReportFixture(String placement) {
        this.placement = placement;
    }

    /** Of one run, in which one check passed. */
    public static ReportFixture run(String placement) {
        return new ReportFixture(placement).check("scenario", "it works", "passed", "");
    }

    /** Where two components are. */
    public ReportFixture placed(String one, String here, String other, String there) {
        placed = Map.of(one, here, other, there);
        return this;
    }

    public ReportFixture checkOf(String component, String group, String verdict, String text) {
        checks.add(new Report.Check(group, component + " " + group, component, verdict, "", text, text, 5));
        return this;
    }

    /** A failed one says {@code text} in what was seen and in its cause, the others in their cause. */
    public ReportFixture check(String group, String name, String verdict, String text) {
        boolean failed = verdict.equals("failed");
        checks.add(new Report.Check(group, name, "web", verdict, failed ? "200" : "", failed ? text : "", text, 5));
        return this;
    }

    public ReportFixture cell(String to, String verdict, String cause) {
        cells.add(new Report.Cell("web", to, 5432, "host.docker.internal", verdict, cause, 120));
        return this;
    }

    public ReportFixture notStarted(String why) {
        failure = why;
        checks.clear();
        return this;
    }

    /** That nobody saw what runs there. */
    public ReportFixture unseen() {
        engineVersion = "unknown";
        execution = "unknown";
        factors = Map.of();
        return this;
    }

    /** What a failure about {@code about} was told to come from. */
    public ReportFixture cause(String about, String id, String evidence) {
        causes.add(new Report.Cause(about, id, "the name of " + id, evidence, "do something about " + id));
        return this;
    }

    public ReportFixture attempt(String why) {
        attempts.add(new Report.Attempt("dead" + attempts.size(), why, 1000));
        return this;
    }

    public ReportFixture notices(String... lines) {
        notices = List.of(lines);
        return this;
    }

    public ReportFixture options(Map<String, String> settings) {
        options = settings;
        return this;
    }

    public ReportFixture took(long millis) {
        durationMs = millis;
        return this;
    }

    /** That one was not begun. */
    public static NotRun notRun(String placement) {
        return new NotRun(
                new Report.Placement(placement, Map.of("web", "arm64")),
                "--fail-fast: shop failed on placement default",
                "archtest run shop --placement " + placement);
    }

    /** All runs in one report. */
    public static Report report(String scenario, ReportFixture... runs) {
        return Report.of(
                new Report.Tool("0.1"),
                new Report.Host("Debian", "x86_64"),
                scenario,
                "2026-11-23T20:00:00Z",
                9000,
                Arrays.stream(runs).map(ReportFixture::build).toList());
    }

    public Report.Run build() {
        return new Report.Run(
                "0a1b2c3d",
                new Report.Placement(placement, placed),
                "docker",
                "packaged",
                options,
                Report.Run.verdictOn(failure, checks, cells).word(),
                "2026-11-23T20:00:01Z",
                durationMs,
                failure,
                notices,
                "archtest run shop --placement " + placement,
                List.of(new Report.Profile(
                        "docker-arm64", "arm64", "unix:///x", engineVersion, execution, factors, null)),
                List.of(new Report.Component(
                        "web",
                        "component",
                        "web:1",
                        "sha256:0",
                        false,
                        "docker-arm64",
                        "arm64",
                        new Report.Observed("arm64", List.of("/bin/web: arm64"), "aarch64", "qemu-user"),
                        1000,
                        2500L,
                        null)),
                cells,
                checks,
                List.of(new Report.Phase("web", "start", 1000, 10)),
                List.of("web"),
                1500,
                attempts,
                causes);
    }
}
