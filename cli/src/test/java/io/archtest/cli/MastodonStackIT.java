package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.Engine;
import io.archtest.engine.Engines;
import io.archtest.engine.Labels;
import io.archtest.engine.OwnedResource;
import io.archtest.profile.DockerProfiles;
import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.scenarios.BuiltInScenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's main job on real containers of both architectures, and what it does when things go wrong. */
class MastodonStackIT {
    @TempDir
    Path folder;

    /** With its opt-in checks, which come on top of all others. */
    @Test
    void theDefaultPlacementPassesAcrossBothArchitecturesAndStandsEveryOutage() throws Exception {
        ArchtestProcess run = ArchtestProcess.start(
                folder, "run", "mastodon-stack", "--images", "packaged", "--checks", "degradation");

        assertThat(run.exitCode()).as(run.output()).isZero();
        Report.Run report = report().runs().get(0);
        assertThat(report().verdict()).isEqualTo("passed");
        assertThat(Set.copyOf(report.placement().components().values())).containsExactlyInAnyOrder("arm64", "x86_64");
        assertThat(report.components())
                .hasSize(20)
                .allSatisfy(
                        component -> assertThat(component.observed().manifest()).isEqualTo(component.requested()));
        assertThat(report.components().stream().filter(Report.Component::standIn))
                .hasSize(12);
        assertThat(report.notices()).anyMatch(notice -> notice.contains("STAND-IN"));
        assertThat(report.connectivity().stream()
                        .filter(cell -> cell.via().equals("host.docker.internal"))
                        .filter(cell -> cell.verdict().equals("passed")))
                .hasSize(101);
        assertThat(passed(report, "scenario"))
                .filteredOn(name -> !name.startsWith("without "))
                .hasSize(50);
        assertStandsEveryOutage(report);
        assertThat(run.output()).contains("mastodon-stack: PASSED").contains("STAND-IN");
        assertThat(folder.resolve("archtest-report/junit.xml")).exists();
        assertNoSecretIn(folder.resolve("archtest-report"));
        assertNothingIsLeftOf(run);
    }

    @Test
    void itsMirrorPassesToo() throws Exception {
        ArchtestProcess run =
                ArchtestProcess.start(folder, "run", "mastodon-stack", "--images", "packaged", "--placement", "flip");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(passed(report().runs().get(0), "scenario")).hasSize(50);
        assertNothingIsLeftOf(run);
    }

    @Test
    void aComponentThatCannotStartIsNamedAndNothingIsLeft() throws Exception {
        Path changed = changed("SECRET_KEY_BASE: ${SECRET_KEY_BASE}", "SECRET_KEY_BASE: \"\"");

        ArchtestProcess run = ArchtestProcess.start(
                folder, "run", changed.toString(), "--images", "packaged", "--placement", "native");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.NOT_STARTED);
        assertThat(run.output()).contains("not started: ").contains("exit").doesNotContain("\tat ");
        assertThat(report().runs().get(0).failure()).isNotBlank();
        assertNothingIsLeftOf(run);
    }

    @Test
    void terminatedHalfWayItRemovesEverything() throws Exception {
        ArchtestProcess run = ArchtestProcess.start(folder, "run", "mastodon-stack", "--images", "packaged");
        awaitContainersOf(run);

        run.process().destroy();

        assertThat(run.exitCode()).isEqualTo(143); // the JVM's own after SIGTERM
        assertThat(ownedBy(run)).isEmpty();
    }

    @Test
    void whatAKilledRunLeftIsRemovedByTheNextAndNothingElseIs() throws Exception {
        ArchtestProcess killed = ArchtestProcess.start(folder, "run", "mastodon-stack", "--images", "packaged");
        awaitContainersOf(killed);
        killed.process().destroyForcibly();
        killed.exitCode();
        assertThat(ownedBy(killed)).as("a kill -9 leaves its containers").isNotEmpty();
        ArchtestProcess living =
                ArchtestProcess.start(folder, "run", "mastodon-stack", "--images", "packaged", "--placement", "native");
        awaitContainersOf(living);

        assertThat(ownedBy(killed)).as("the next run removes them first").isEmpty();
        ArchtestProcess clean = ArchtestProcess.start(folder, "clean");

        assertThat(clean.exitCode()).isZero();
        assertThat(ownedBy(living)).as("a living run is left alone").isNotEmpty();
        assertThat(living.exitCode()).as(living.output()).isZero();
        assertNothingIsLeftOf(killed);
        assertNothingIsLeftOf(living);
    }

    private Path changed(String what, String into) throws IOException {
        Path file = new BuiltInScenarios().extract("mastodon-stack", folder.resolve("changed"));
        String text = Files.readString(file);
        assertThat(text).contains(what);
        return Files.writeString(file, text.replace(what, into));
    }

    private Report report() {
        return new JsonReport(List.of()).read(folder.resolve("archtest-report/report.json"));
    }

    private static List<String> passed(Report.Run run, String group) {
        return run.checks().stream()
                .filter(check -> check.group().equals(group) && check.verdict().equals("passed"))
                .map(Report.Check::name)
                .toList();
    }

    private static void assertStandsEveryOutage(Report.Run report) {
        assertThat(report.checks())
                .filteredOn(check -> check.name().startsWith("without "))
                .hasSizeGreaterThanOrEqualTo(11)
                .allMatch(check -> check.verdict().equals("passed"));
        assertThat(report.checks())
                .filteredOn(check -> check.group().equals("health"))
                .as("an outage on purpose is no incident")
                .isNotEmpty()
                .allMatch(check -> check.verdict().equals("passed"));
    }

    /** The inspect files hold every variable that a container was given. */
    private static void assertNoSecretIn(Path reports) throws IOException {
        String inspect = Files.readString(reports.resolve("logs/default/web.inspect.json"));
        assertThat(inspect).contains("SECRET_KEY_BASE=[secret]").contains("DB_PASS=[secret]");
    }

    private static void awaitContainersOf(ArchtestProcess run) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> ownedBy(run).stream()
                                .filter(resource -> resource.kind() == OwnedResource.Kind.CONTAINER)
                                .count()
                        > 3);
    }

    private static Set<OwnedResource> ownedBy(ArchtestProcess run) {
        try (Engine engine = Engines.connect(DockerProfiles.DEFAULT_ENDPOINT)) {
            return engine.owned(Labels.OWNER, "").stream()
                    .filter(resource -> resource.labels()
                            .getOrDefault(Labels.OWNER, "")
                            .contains("/%d/".formatted(run.process().pid())))
                    .collect(Collectors.toSet());
        }
    }

    private static void assertNothingIsLeftOf(ArchtestProcess run) {
        assertThat(ownedBy(run)).isEmpty();
    }
}
