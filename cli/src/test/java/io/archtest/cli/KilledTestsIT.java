package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.archtest.engine.Engine;
import io.archtest.engine.Engines;
import io.archtest.engine.Labels;
import io.archtest.engine.OwnedResource;
import io.archtest.environment.Environment;
import io.archtest.junit.ArchTest;
import io.archtest.profile.DockerProfiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Test JVMs with a stack of the extension that end before their session does, as a build tool's forks may. */
class KilledTestsIT {
    private static final String READY = "ready ";

    private Process fork;
    private String run;
    private Engine engine;

    /** Runs the class of its name in a launcher session, as a fork of a build tool does. */
    static final class Fork {
        public static void main(String[] arguments) throws ClassNotFoundException {
            launch(Class.forName(arguments[0]));
        }
    }

    @ArchTest(scenario = "cross-arch-nginx", images = "packaged")
    static class Hanging {
        @Test
        void neverEnds(Environment environment) throws InterruptedException {
            new PrintStream(System.out, true).println(READY + environment.runId());
            new CountDownLatch(1).await();
        }
    }

    @ArchTest(scenario = "cross-arch-nginx", images = "packaged")
    static class Next {
        @Test
        void findsAStack(Environment environment) {
            assertThat(environment.components()).hasSize(2);
        }
    }

    @BeforeEach
    void aForkWhoseStackIsUp() throws IOException {
        engine = Engines.connect(DockerProfiles.DEFAULT_ENDPOINT);
        fork = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Fork.class.getName(),
                        Hanging.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = fork.inputReader();
        run = output.lines()
                .filter(line -> line.startsWith(READY))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the fork ended before its stack was up"))
                .substring(READY.length());
    }

    @AfterEach
    void nothingStays() {
        fork.destroyForcibly();
        engine.close();
    }

    @Test
    void oneThatIsToldToEndRemovesItsStack() throws Exception {
        assertThat(left()).isNotEmpty();

        fork.destroy();
        fork.waitFor();

        assertThat(left()).isEmpty();
    }

    @Test
    void whatAKilledOneLeavesIsRemovedByClean() throws Exception {
        kill();

        StringWriter out = new StringWriter();
        int exitCode = new Archtest(new Surroundings(
                        new PrintWriter(out, true), new PrintWriter(out, true), System.getenv(), false))
                .run("clean");

        assertThat(exitCode).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString()).contains("removed container archtest-%s-nginx".formatted(run));
        assertThat(left()).isEmpty();
    }

    @Test
    void whatAKilledOneLeavesIsRemovedByTheNextSession() throws Exception {
        kill();

        SummaryGeneratingListener summary = launch(Next.class);

        assertThat(summary.getSummary().getTestsSucceededCount()).isOne();
        assertThat(left()).isEmpty();
    }

    /** As SIGKILL does it, after which no hook runs. */
    private void kill() throws InterruptedException {
        fork.destroyForcibly().waitFor();
        assertThat(left())
                .filteredOn(resource -> resource.kind() == OwnedResource.Kind.CONTAINER)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(resource -> assertThat(resource.labels()).containsKey(Labels.OWNER));
    }

    private List<OwnedResource> left() {
        return engine.owned(Labels.RUN, run);
    }

    private static SummaryGeneratingListener launch(Class<?> testClass) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(testClass))
                                    .build(),
                            summary);
        }
        return summary;
    }
}
