package io.archtest.report.baseline;

import static io.archtest.testing.BaselineFixture.HOST;
import static io.archtest.testing.BaselineFixture.baseline;
import static io.archtest.testing.BaselineFixture.report;
import static io.archtest.testing.BaselineFixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.InvalidRequestException;
import io.archtest.report.Comparison;
import io.archtest.report.Report;
import io.archtest.report.Report.Phase;
import io.archtest.testing.BaselineFixture;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparerTest {
    private static final Report.Host OTHER = new Report.Host("Debian", "x86_64", 8, 4000L, "Linux 6.1.0-20-amd64");

    @Test
    void aRunThatIsSlowerIsSaidToBe() {
        Comparison comparison = Comparer.compare("base.json", baseline(10, 1000), report(run("now", "default", 3000)));

        assertThat(comparison.with()).isEqualTo("base.json");
        assertThat(comparison.verdict()).isEqualTo("slower");
        assertThat(comparison.slower()).isTrue();
        assertThat(comparison.rows())
                .extracting(row -> "%s %s %s".formatted(row.what(), row.about(), row.verdict()))
                .containsExactly("start-to-ready web slower", "check scenario: it works same", "run default same");
        assertThat(comparison.notes()).isEmpty();
    }

    /** As after a run with --baseline, which has added it. */
    @Test
    void aRunThatIsInTheBaselineAlreadyDoesNotHideItself() {
        Report now = report(run("now", "default", 3000));
        Baseline with = baseline(4, 1000);
        for (Baseline.Series series : Comparer.samples(now).series()) {
            with = with.with(series.kind(), series.samples().get(0));
        }

        Comparison comparison = Comparer.compare("base.json", with, "report.json", Comparer.samples(now), false);

        assertThat(comparison.rows().get(0).earlierSamples()).isEqualTo(4);
        assertThat(comparison.rows().get(0).verdict()).isEqualTo("slower");
        assertThat(comparison.notes())
                .containsExactly(
                        "shop on default: what is compared is in base.json itself, and doesn't count as earlier there");
    }

    @Test
    void withoutEarlierRunsNothingCanBeTold() {
        Comparison comparison = Comparer.compare("base.json", Baseline.EMPTY, report(run("now", "default", 3000)));

        assertThat(comparison.verdict()).isEqualTo("unknown");
        assertThat(comparison.notes()).containsExactly("shop on default has no earlier run");
    }

    @Test
    void runsOfAnotherHostArentEarlierRunsAndItIsSaidWhatDiffers() {
        Comparison comparison =
                Comparer.compare("base.json", baseline(10, 1000), report(OTHER, run("now", "default", 3000)));

        assertThat(comparison.verdict()).isEqualTo("unknown");
        assertThat(comparison.notes())
                .containsExactly("no earlier run of shop on default was like this one; processors: 2 there, 8 here");
    }

    /** A kernel's security update is no other host. */
    @Test
    void ofTheKernelTheFamilyCounts() {
        Report.Host updated = new Report.Host("Debian", "x86_64", 2, 9999L, "Linux 6.1.0-99-amd64");
        assertThat(Comparer.compare("b", baseline(10, 1000), report(updated, run("now", "default", 3000)))
                        .verdict())
                .isEqualTo("slower");
    }

    @Test
    void aRunThatFailedIsNeitherComparedNorRemembered() {
        Report failed = report(BaselineFixture.failed("now", 9000));

        Comparison comparison = Comparer.compare("base.json", baseline(10, 1000), failed);

        assertThat(comparison.rows()).isEmpty();
        assertThat(comparison.verdict()).isEqualTo("unknown");
        assertThat(comparison.notes())
                .containsExactly("placement default failed, so it is neither compared nor remembered");
        assertThat(Comparer.samples(failed).series()).isEmpty();
    }

    @Test
    void hostsThatDifferAreRefusedUnlessForced() {
        Baseline other = Comparer.samples(report(OTHER, run("now", "default", 3000)));

        assertThatThrownBy(() -> Comparer.compare("A", baseline(10, 1000), "B", other, false))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("shop on default: processors: 2 there, 8 here")
                .hasMessageContaining("--force");
        Comparison forced = Comparer.compare("A", baseline(10, 1000), "B", other, true);
        assertThat(forced.verdict()).isEqualTo("slower");
        assertThat(forced.notes()).containsExactly("shop on default: processors: 2 there, 8 here");
    }

    @Test
    void everyFactThatMattersIsNamed() {
        RunKind one = RunKind.of(report(run("x", "default", 1)), run("x", "default", 1));
        RunKind other = new RunKind(
                "shop",
                "default",
                new TreeMap<>(Map.of("web", "x86_64")),
                new TreeMap<>(Map.of("tracing", "on")),
                "Ubuntu",
                "arm64",
                4,
                "Linux 5.10",
                "colima",
                new TreeMap<>(Map.of("arm64", "native")),
                "registry",
                new java.util.TreeSet<>(List.of("web")));

        assertThat(one.differences(other))
                .containsExactly(
                        "components: web=x86_64 there, web=arm64 here",
                        "options: tracing=on there, none here",
                        "operating system: Ubuntu there, Debian here",
                        "architecture of the host: arm64 there, x86_64 here",
                        "processors: 4 there, 2 here",
                        "kernel: Linux 5.10 there, Linux 6.1 here",
                        "provider: colima there, docker here",
                        "execution: arm64=native there, arm64=qemu-user here",
                        "images: registry there, packaged here",
                        "stand-ins: web there, none here");
    }

    @Test
    void factsThatOldReportsLackAreNoted() {
        Baseline old = Comparer.samples(report(new Report.Host("Debian", "x86_64"), run("now", "default", 1000)));

        assertThat(Comparer.compare("A", baseline(10, 1000), "B", old, false).notes())
                .containsExactly("processors and kernel aren't known of both, and may differ");
    }

    @Test
    void placementsOnOneSideOnlyAreNoted() {
        Baseline now = Comparer.samples(report(run("a", "default", 1000), run("b", "flip", 1000)));
        Baseline before = Comparer.samples(report(run("c", "default", 1000), run("d", "split", 1000)));

        assertThat(Comparer.compare("A", before, "B", now, false).notes())
                .containsExactlyInAnyOrder("shop on flip is only in B", "shop on split is only in A");
        assertThatThrownBy(() -> Comparer.compare(
                        "A", baseline(1, 1), "B", Comparer.samples(report(run("b", "flip", 1000))), false))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Nothing in B can be compared with A: there is shop on default, here shop on flip");
    }

    @Test
    void aSlowerHostIsToldFromASlowerComponent() {
        Baseline before = Baseline.EMPTY;
        for (int i = 0; i < 10; i++) {
            Report.Run run = run("run" + i, 1000 + i, 2000, false);
            before = before.with(RunKind.of(report(run), run), Sample.of(report(run), run));
        }

        Comparison host = Comparer.compare("b", before, report(run("now", 1900, 4000, false)));
        Comparison component = Comparer.compare("b", before, report(run("now", 1900, 2100, false)));
        Comparison cached = Comparer.compare("b", before, report(run("now", 1900, 4000, true)));

        assertThat(host.verdict()).isEqualTo("unknown");
        assertThat(host.notes())
                .containsExactly(
                        "the host itself is 2.0x slower now (process-start 4000.0, was 2000.0 microseconds): what that explains isn't called slower");
        assertThat(component.verdict()).isEqualTo("slower");
        assertThat(component.notes()).isEmpty();
        assertThat(cached.verdict()).as("measured in an earlier run").isEqualTo("slower");
    }

    @Test
    void imagesAreInNoOtherDuration() {
        Report.Run plain = run("x", "default", 1000);
        Report.Run pulling = new Report.Run(
                plain.id(),
                plain.placement(),
                plain.provider(),
                plain.images(),
                plain.options(),
                plain.verdict(),
                plain.startedAt(),
                8000,
                null,
                plain.notices(),
                plain.reproduce(),
                plain.profiles(),
                plain.components(),
                plain.connectivity(),
                plain.checks(),
                List.of(
                        new Phase("web", "pull", 0, 1000),
                        new Phase("db", "build", 500, 2500),
                        new Phase("job", "pull", 600, 100),
                        new Phase("web", "start", 3000, 500),
                        new Phase("late", "pull", 5000, 1000)),
                plain.criticalPath(),
                plain.criticalPathMs(),
                plain.attempts(),
                plain.causes());

        Sample sample = Sample.of(report(HOST, pulling), pulling);

        assertThat(sample.imagesMs()).isEqualTo(4000);
        assertThat(sample.runMs()).isEqualTo(4000);
        assertThat(sample.starts()).containsEntry("web", 1000L);
    }

    @Test
    void whenHalfOfAllStartsAreSlowerTheHostIsNamed() {
        Baseline before = Baseline.EMPTY;
        for (int i = 0; i < 10; i++) {
            before = before.with(kind(), sample("run" + i, 1000 + i));
        }
        Comparison comparison =
                Comparer.compare("A", before, "B", Baseline.EMPTY.with(kind(), sample("now", 2000)), false);

        assertThat(comparison.verdict()).isEqualTo("slower");
        assertThat(comparison.notes())
                .containsExactly(
                        "half of all start-ups take 2.0x as long or longer: look at the host and the engine first");
    }

    @Test
    void emulationCostsWhatTheRunsOfBothKindsDifferBy() {
        Map<String, Long> starts = Map.of("web", 1000L, "only-native", 1000L);
        RunKind emulated = kind("emulated", Map.of("web", "arm64"));
        RunKind natively = kind("native", Map.of("web", "x86_64", "only-native", "x86_64"));
        Baseline now = Baseline.EMPTY
                .with(natively, new Sample("n", "t", "0.1", 0, 1, starts, Map.of(), null))
                .with(emulated, new Sample("e1", "t", "0.1", 0, 1, Map.of("web", 8000L), Map.of(), null))
                .with(emulated, new Sample("e2", "t", "0.1", 0, 1, Map.of("web", 9000L), Map.of(), null));

        assertThat(Emulation.of(now))
                .containsExactly(new Comparison.Emulated("web", "qemu-user", 1, 1000, 2, 8500, 8.5));
    }

    private static RunKind kind() {
        return kind("default", Map.of());
    }

    private static RunKind kind(String placement, Map<String, String> components) {
        return new RunKind(
                "shop",
                placement,
                new TreeMap<>(components),
                new TreeMap<>(),
                "Debian",
                "x86_64",
                2,
                "Linux 6.1",
                "docker",
                new TreeMap<>(Map.of("x86_64", "native", "arm64", "qemu-user")),
                "packaged",
                new java.util.TreeSet<>());
    }

    private static Sample sample(String run, long millis) {
        Map<String, Long> starts = new TreeMap<>();
        for (int i = 0; i < 6; i++) {
            starts.put("c" + i, millis);
        }
        return new Sample(run, "t", "0.1", 0, 5000, starts, Map.of(), null);
    }
}
