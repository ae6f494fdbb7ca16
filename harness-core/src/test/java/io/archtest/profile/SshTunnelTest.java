package io.archtest.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.InvalidRequestException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SshTunnelTest {
    private static final Path SOCKET = Path.of("/tmp/s.sock");

    @Test
    void theSocketIsForwardedWithTheUsersOwnConfigurationAndNoQuestions() {
        assertThat(SshTunnel.command("ssh://me@pi.lan:2222", SOCKET))
                .startsWith("ssh")
                .containsSequence("-o", "BatchMode=yes")
                .containsSequence("-o", "ExitOnForwardFailure=yes")
                .containsSequence("-L", "/tmp/s.sock:/var/run/docker.sock")
                .containsSequence("-p", "2222")
                .endsWith("--", "me@pi.lan", "cat");
    }

    @Test
    void theSocketsPathMayBeGiven() {
        assertThat(SshTunnel.command("ssh://pi/run/user/1000/docker.sock", SOCKET))
                .containsSequence("-L", "/tmp/s.sock:/run/user/1000/docker.sock")
                .endsWith("--", "pi", "cat");
    }

    @Test
    void whatNamesNoHostIsRefused() {
        for (String address : List.of("ssh://", "ssh:///path", "ssh://a b")) {
            assertThatThrownBy(() -> SshTunnel.command(address, SOCKET))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("ssh://[user@]host[:port]");
        }
    }
}
