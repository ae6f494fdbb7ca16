package io.archtest.testing;

import io.archtest.engine.Engine;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.image.ImageMode;
import io.archtest.image.ImageSource;
import io.archtest.model.Architecture;
import io.archtest.plan.Plan;
import io.archtest.plan.PlannedRun;
import io.archtest.plan.Planner;
import io.archtest.plan.RunRequest;
import io.archtest.profile.Demand;
import io.archtest.profile.DockerProfiles;
import io.archtest.profile.HeldProfiles;
import io.archtest.profile.Profile;
import io.archtest.profile.ProfileProvider;
import io.archtest.run.CrashHistory;
import io.archtest.run.ImageSources;
import io.archtest.run.RunListener;
import io.archtest.run.Session;
import io.archtest.scenario.Scenario;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sessions on one engine in memory, which has the images of what {@link #plan} is given. */
public final class FakeSessions {
    private final FakeEngine engine = FakeEngine.of(Architecture.X86_64);
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final Path ports;

    /** @param folder for leased ports */
    public FakeSessions(Path folder) {
        this.ports = folder.resolve("ports");
        engine.whenStarted("relay", container -> container.logs("[NOTICE] (1) : Loading success."));
    }

    public FakeEngine engine() {
        return engine;
    }

    /** What sessions have closed of what they were given, in order. */
    public List<String> closed() {
        return List.copyOf(closed);
    }

    public ProfileProvider provider() {
        return DockerProfiles.oneEngine("unix:///fake", Architecture.X86_64);
    }

    public PlannedRun plan(Scenario scenario, String placement) {
        return plans(scenario, placement).runs().get(0);
    }

    /** One for each placement. */
    public Plan plans(Scenario scenario, String... placements) {
        addImages(scenario);
        return planOnly(scenario, placements);
    }

    /** Likewise, of a scenario whose images the engine has not. */
    public Plan planOnly(Scenario scenario, String... placements) {
        return new Planner(provider())
                .plan(new RunRequest(() -> scenario, List.of(placements), Map.of(), ImageMode.AUTO, Set.of()));
    }

    /** Gives the engine what the scenario needs. */
    public void addImages(Scenario scenario) {
        for (Architecture architecture : Architecture.values()) {
            engine.withImage(FakeImageSource.name(FakeImageSource.TOOLS, architecture), architecture);
            scenario.components()
                    .forEach(component ->
                            engine.withImage(FakeImageSource.name(component.image(), architecture), architecture));
        }
    }

    /** The profiles that a session of one's own can hold. */
    public HeldProfiles held() {
        return new Profiles();
    }

    public Session open(RunListener listener) {
        return open(listener, Ownership.ofThisProcess());
    }

    /** As another process would. */
    public Session open(RunListener listener, Ownership owner) {
        return new Session(
                new Images(),
                new PortLeases(ports, owner),
                owner,
                new Profiles(),
                listener,
                new CrashHistory(ports.resolveSibling("crashes")));
    }

    private final class Images implements ImageSources {
        @Override
        public ImageSource from(ImageMode mode) {
            return new FakeImageSource();
        }

        @Override
        public void close() {
            closed.add("images");
        }
    }

    private final class Profiles implements HeldProfiles {
        private final List<Profile> acquired = new CopyOnWriteArrayList<>();

        @Override
        public void acquire(Collection<Demand> demands) {
            demands.forEach(demand -> acquired.add(demand.profile()));
        }

        @Override
        public List<Profile> acquired() {
            return List.copyOf(acquired);
        }

        @Override
        public Engine connect(Profile profile) {
            return engine;
        }

        @Override
        public void close() {
            closed.add("profiles, with %d containers left"
                    .formatted(engine.containers().size()));
        }
    }
}
