package io.archtest.testing;

import io.archtest.report.Report;
import io.archtest.report.Report.Calibration;
import io.archtest.report.baseline.Baseline;
import io.archtest.report.baseline.RunKind;
import io.archtest.report.baseline.Sample;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reports and baselines of scenario {@code shop} on a known host. */
public final class BaselineFixture {
    public static final Report.Host HOST = new Report.Host("Debian", "x86_64", 2, 4000L, "Linux 6.1.0-18-amd64");

    private BaselineFixture() {}

    public static Report report(Report.Run... runs) {
        return report(HOST, runs);
    }

    public static Report report(Report.Host host, Report.Run... runs) {
        return Report.of(new Report.Tool("0.1"), host, "shop", "2026-11-23T20:00:00Z", 9000, List.of(runs));
    }

    /** With component {@code web}, emulated, which took so long to be ready. */
    public static Report.Run run(String id, String placement, long readyMs) {
        return changed(ReportFixture.run(placement).build(), id, readyMs, null);
    }

    public static Report.Run failed(String id, long readyMs) {
        return changed(
                ReportFixture.run("default")
                        .check("scenario", "x", "failed", "no")
                        .build(),
                id,
                readyMs,
                null);
    }

    /** Likewise, on a host whose native engine takes so long to start a process. */
    public static Report.Run run(String id, long readyMs, double nativeMicros, boolean cached) {
        Calibration calibration = new Calibration(
                "2026-11-23T20:00:00Z", 100, cached, 0.1, Map.of("process-start", nativeMicros), List.of());
        return changed(
                ReportFixture.run("default").build(),
                id,
                readyMs,
                new Report.Profile("docker-x86_64", "x86_64", "unix:///x", "20.10", "native", Map.of(), calibration));
    }

    private static Report.Run changed(Report.Run run, String id, long readyMs, Report.@Nullable Profile more) {
        Report.Component web = run.components().get(0);
        Report.Component slow = new Report.Component(
                web.name(),
                web.kind(),
                web.image(),
                web.imageDigest(),
                web.standIn(),
                web.profile(),
                web.requested(),
                web.observed(),
                web.startedMs(),
                web.startedMs() + readyMs,
                web.exitCode());
        return new Report.Run(
                id,
                run.placement(),
                run.provider(),
                run.images(),
                run.options(),
                run.verdict(),
                run.startedAt(),
                run.durationMs(),
                run.failure(),
                run.notices(),
                run.reproduce(),
                more == null ? run.profiles() : List.of(run.profiles().get(0), more),
                List.of(slow),
                run.connectivity(),
                run.checks(),
                run.timeline(),
                run.criticalPath(),
                run.criticalPathMs(),
                run.attempts(),
                run.causes());
    }

    /** As many runs under placement {@code default}, each of which took about so long. */
    public static Baseline baseline(int samples, long readyMs) {
        return baseline("run", samples, readyMs);
    }

    /** With runs of other names, since one that stands in both of two baselines isn't compared with itself. */
    public static Baseline baseline(String name, int samples, long readyMs) {
        Baseline baseline = Baseline.EMPTY;
        for (long i : LongStream.range(0, samples).toArray()) {
            Report.Run run = run(name + i, "default", readyMs + 10 * (i % 5));
            Report report = report(run);
            baseline = baseline.with(RunKind.of(report, run), Sample.of(report, run));
        }
        return baseline;
    }
}
