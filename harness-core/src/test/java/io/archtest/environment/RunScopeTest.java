package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.RunId;
import io.archtest.testing.FakeEngine;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunScopeTest {
    @TempDir
    Path folder;

    @Test
    void closingEndsABuildAndWaitsForItsEnd() throws Exception {
        RunScope scope = scope();
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> build = CompletableFuture.runAsync(() -> scope.building(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.set(true);
            }
            return "";
        }));
        begun.await();

        scope.close();

        assertThat(ended).isTrue();
        build.get();
    }

    @Test
    void nothingIsBuiltAfterwards() {
        RunScope scope = scope();
        scope.close();

        assertThatThrownBy(() -> scope.building(() -> "built"))
                .isInstanceOf(ArchtestException.class)
                .hasMessageContaining("is being cleaned up");
    }

    private RunScope scope() {
        Ownership owner = Ownership.ofThisProcess();
        return new RunScope(
                new RunId("test"), owner, new PortLeases(folder, owner), profile -> FakeEngine.of(Architecture.X86_64));
    }
}
