package io.archtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.ImageFacts;
import io.archtest.host.CommandRunner;
import io.archtest.host.StateFolder;
import io.archtest.image.HostUnpacker;
import io.archtest.image.ImageMode;
import io.archtest.image.ImageStore;
import io.archtest.model.Architecture;
import io.archtest.model.Outcome;
import io.archtest.testing.TinyImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components of which the file says that they have no way out: one that hasn't, and one that has. */
class IsolationIT {
    @TempDir
    Path folder;

    private TinyStack stack;
    private Architecture own;
    private ImageFacts tiny;

    @BeforeEach
    void connect() {
        stack = new TinyStack(folder);
        own = stack.engine().info().architecture();
        tiny = TinyImage.load(stack.engine(), own);
    }

    @AfterEach
    void removeAll() {
        stack.close();
    }

    @Test
    void aComponentOnAnInternalNetworkHasNoWayOutAndOneThatGetsOutIsCaught() {
        stack.saidToBeInternal();
        component("inside", stack.internalNetwork("inside"));
        component("leaking", stack.network("leaking"));

        List<CheckResult> results = isolation().examine(stack);

        assertThat(results)
                .extracting(CheckResult::name)
                .containsExactly("inside has no way out of its networks", "leaking has no way out of its networks");
        assertThat(results.get(0).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Passed.class,
                        passed -> assertThat(passed.evidence()).contains("is out of reach"));
        assertThat(results.get(1).outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.actual()).isEqualTo("connected");
            assertThat(failed.cause()).contains("-leaking=");
        });
        assertThat(stack.scope().leftovers())
                .noneMatch(resource ->
                        resource.name().contains("-probe-") || resource.name().contains("-outside-"));
    }

    @Test
    void whoMayGetOutIsNotAsked() {
        component("client", stack.network("default"));

        assertThat(Isolation.concerns(stack)).isFalse();
        assertThat(isolation().examine(stack)).isEmpty();
    }

    private void component(String name, String network) {
        stack.component(name, tiny, own, own, network, List.of(), "sleep", "600");
    }

    private Isolation isolation() {
        return new Isolation(
                stack.scope(),
                new ImageStore(
                        ImageMode.PACKAGED,
                        StateFolder.of(System.getenv()),
                        new HostUnpacker(new CommandRunner()),
                        Map.of()));
    }
}
