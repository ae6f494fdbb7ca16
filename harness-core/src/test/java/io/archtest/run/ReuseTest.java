package io.archtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.Engine;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.host.StateFolder;
import io.archtest.image.ImageMode;
import io.archtest.image.ImageProgress;
import io.archtest.image.ImageSource;
import io.archtest.image.ImageStore;
import io.archtest.image.ResolvedImage;
import io.archtest.image.Unpacker;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.PullPolicy;
import io.archtest.plan.Plan;
import io.archtest.scenario.Scenario;
import io.archtest.testing.FakeEngine;
import io.archtest.testing.FakeImageSource;
import io.archtest.testing.FakeSessions;
import io.archtest.testing.RecordingListener;
import io.archtest.testing.ScenarioFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the placements of one plan fetch, in one session, on an engine in memory that has no image but a registry's. */
class ReuseTest {
    @TempDir
    Path folder;

    private final Scenario scenario = new ScenarioFixture()
            .component("db", List.of())
            .component("web", List.of(), "db")
            .emulated("default", "db")
            .build();

    /** Both images are needed for both architectures, in two runs each. */
    @Test
    void noImageIsPulledAgainForTheNextPlacement() {
        FakeSessions sessions = new FakeSessions(folder);
        FakeEngine engine = sessions.engine();
        for (Architecture architecture : Architecture.values()) {
            engine.withImage(FakeImageSource.name(FakeImageSource.TOOLS, architecture), architecture);
            scenario.components().forEach(component -> engine.withRegistryImage(component.image(), architecture));
        }
        Plan plan = sessions.planOnly(scenario, "native", "default", "flip", "emulated");
        Ownership owner = Ownership.ofThisProcess();
        try (Session session = new Session(
                new OneStore(),
                new PortLeases(folder.resolve("leases"), owner),
                owner,
                sessions.held(),
                new RecordingListener(),
                new CrashHistory(folder.resolve("crashes")))) {
            Runner runner = new Runner(session, new RecordingListener());
            Series.Outcome outcome =
                    new Series(runner::run, false).run(plan, run -> "again", name -> folder.resolve("logs-" + name));

            assertThat(outcome.runs()).hasSize(4).allMatch(run -> run.failure() == null);
        }

        assertThat(engine.calls())
                .filteredOn(call -> call.startsWith("pullImage"))
                .hasSize(4)
                .doesNotHaveDuplicates();
    }

    /** archtest's own image is a fake's, since no packages can be unpacked here; all others are the real store's. */
    private final class OneStore implements ImageSources, ImageSource {
        private final ImageStore store = new ImageStore(
                ImageMode.REGISTRY,
                StateFolder.of(Map.of("ARCHTEST_STATE", folder.toString())),
                new NoPackages(),
                Map.of());

        @Override
        public ImageSource from(ImageMode mode) {
            return this;
        }

        @Override
        public ResolvedImage resolve(
                Engine engine,
                Scenario any,
                String reference,
                Architecture architecture,
                PullPolicy policy,
                ImageProgress progress) {
            return store.resolve(engine, any, reference, architecture, policy, progress);
        }

        @Override
        public ResolvedImage resolve(
                Engine engine,
                Scenario any,
                Component component,
                Architecture architecture,
                Map<String, String> labels,
                ImageProgress progress) {
            return store.resolve(engine, any, component, architecture, labels, progress);
        }

        @Override
        public ResolvedImage tools(Engine engine, Architecture architecture, Consumer<String> progress) {
            return new FakeImageSource().tools(engine, architecture, progress);
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private static final class NoPackages implements Unpacker {
        @Override
        public String suite() {
            return "none";
        }

        @Override
        public void unpack(List<String> packages, Architecture architecture, Path tar, Consumer<String> progress) {
            throw new AssertionError("nothing is packaged here");
        }
    }
}
