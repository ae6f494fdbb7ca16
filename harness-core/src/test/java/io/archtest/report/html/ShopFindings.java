package io.archtest.report.html;

import io.archtest.report.Comparison;
import io.archtest.report.Coverage;
import java.util.List;

/** What the runs of {@link ShopReport} show together: every state of a link, and what takes longer than it did. */
final class ShopFindings {
    private ShopFindings() {}

    static Coverage coverage() {
        List<Coverage.Use> uses = List.of(
                new Coverage.Use("x86_64", "x86_64", "passed", List.of("native"), ""),
                new Coverage.Use("arm64", "x86_64", "failed", List.of("split"), "wrong peer: 'cache' answered"),
                new Coverage.Use("x86_64", "arm64", "errored", List.of("flip"), "the probe could not be started"),
                new Coverage.Use("arm64", "arm64", "not-asked", List.of("emulated"), "no question is put to it"));
        List<Coverage.Use> rest = List.of(
                new Coverage.Use("x86_64", "x86_64", "passed", List.of("native"), ""),
                new Coverage.Use("arm64", "x86_64", "not-run", List.of(), "'split' ended before"),
                new Coverage.Use("x86_64", "arm64", "not-run", List.of(), "'flip' ended before"),
                new Coverage.Use("arm64", "arm64", "impossible", List.of(), "'api' is pinned to x86_64"));
        return new Coverage(
                4,
                "2^5",
                List.of(
                        new Coverage.Link("web", "db", List.of(5432), "", uses),
                        new Coverage.Link("web", "api", List.of(9000), "", rest)));
    }

    static Comparison comparison() {
        return new Comparison(
                "baseline.json",
                "slower",
                List.of(
                        row("start-to-ready", "web", 1450.0, 2.0, "slower", "noise 60 ms"),
                        row("check", "front page", 40.0, 1.0, "same", "noise 9 ms")),
                List.of("the kernel is another one"),
                List.of(new Comparison.Emulated("web", "qemu-user", 3, 900.0, 4, 2900.0, 3.2)));
    }

    private static Comparison.Row row(
            String what, String about, double earlier, double ratio, String verdict, String why) {
        return new Comparison.Row("native", what, about, 5, earlier, 1, earlier * ratio, ratio, 1.4, verdict, why);
    }
}
