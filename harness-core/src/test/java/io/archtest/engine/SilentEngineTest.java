package io.archtest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.engine.EngineException.Reason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines that are gone, silent or not what they should be. */
class SilentEngineTest {

    @Test
    void engineThatNeverAnswersIsGivenUp(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("silent.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertThatThrownBy(() -> Engines.connect("unix://" + socket))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT))
                    .hasMessageContaining("'unix://" + socket + "' did not answer within 5 s");
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("archtest-engine-call") && thread.isAlive())
                    .allMatch(thread -> thread.isInterrupted() || endsSoon(thread));
        }
    }

    private static boolean endsSoon(Thread thread) {
        try {
            thread.join(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    @Test
    void missingSocketIsUnreachable(@TempDir Path folder) {
        Path socket = folder.resolve("none.sock");
        assertThatThrownBy(() -> Engines.connect("unix://" + socket))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
                .hasMessageContaining("there is no socket '" + socket + "'");
    }

    @Test
    void socketThatNobodyServesIsUnreachable(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("left.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThatThrownBy(() -> Engines.connect("unix://" + socket))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
                .hasMessageContaining("'unix://" + socket + "'")
                .hasMessageContaining("refused");
    }

    @Test
    void sshIsRefusedWithTheWayAround() {
        assertThatThrownBy(() -> Engines.connect("ssh://me@there"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED))
                .hasMessageContaining("'ssh://me@there'")
                .hasMessageContaining("docker context create");
    }
}
