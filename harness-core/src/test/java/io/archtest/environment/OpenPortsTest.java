package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenPortsTest {
    @Test
    void theOneThatNobodyListensOnIsNamed() throws IOException {
        InetAddress here = InetAddress.getByName("127.0.0.1");
        try (ServerSocket open = new ServerSocket(0, 50, here)) {
            int closed;
            try (ServerSocket once = new ServerSocket(0, 50, here)) {
                closed = once.getLocalPort();
            }
            OpenPorts ports = new OpenPorts("127.0.0.1", Map.of(80, open.getLocalPort(), 443, closed));

            assertThat(ports.all(List.of(80))).isTrue();
            assertThat(ports.complaint(List.of(80))).isEmpty();
            assertThat(ports.all(List.of(80, 443))).isFalse();
            assertThat(ports.complaint(List.of(80, 443))).contains("nobody listens on [443] of its ports [80, 443]");
            assertThat(ports.all(List.of(80, 5000)))
                    .as("a port that isn't published")
                    .isTrue();
        }
    }
}
