package io.archtest.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.ArchtestException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortLeasesTest {
    @TempDir
    Path folder;

    @Test
    void noPortIsLeasedTwice() {
        PortLeases mine = new PortLeases(folder, Ownership.ofThisProcess());
        PortLeases others = new PortLeases(folder, new Ownership("elsewhere/1/1"));

        Set<Integer> all = new TreeSet<>(mine.lease(200));
        all.addAll(others.lease(200));

        assertThat(all).hasSize(400);
    }

    @Test
    void threadsOfOneProcessGetDifferentPorts() {
        PortLeases leases = new PortLeases(folder, Ownership.ofThisProcess());

        Set<Integer> all = IntStream.range(0, 40)
                .parallel()
                .boxed()
                .flatMap(i -> leases.lease(5).stream())
                .collect(Collectors.toSet());

        assertThat(all).hasSize(200);
    }

    @Test
    void aPortThatSomethingListensOnIsNotLeased() throws IOException {
        PortLeases leases = new PortLeases(folder, Ownership.ofThisProcess());
        List<Integer> first = leases.lease(1);
        try (ServerSocket socket = new ServerSocket(first.get(0), 1, InetAddress.getLoopbackAddress())) {
            leases.release(first);
            leaseAllToOthersBut(socket.getLocalPort());

            assertThatThrownBy(() -> leases.lease(1)).hasMessageContaining("No 1 free host ports");
        }
    }

    @Test
    void aDeadOwnersLeaseIsFreeAgain() throws IOException {
        PortLeases leases = new PortLeases(folder, Ownership.ofThisProcess());
        int port = leases.lease(1).get(0);
        String dead = Ownership.ofThisProcess().label().replaceAll("/\\d+$", "/1");
        leaseAllToOthersBut(port);
        Files.writeString(folder.resolve(Integer.toString(port)), dead);

        assertThat(leases.lease(1)).containsExactly(port);
    }

    @Test
    void deadOwnersLeasesCanBeRemoved() throws IOException {
        PortLeases leases = new PortLeases(folder, Ownership.ofThisProcess());
        List<Integer> mine = leases.lease(1);
        Files.writeString(
                folder.resolve("28999"), Ownership.ofThisProcess().label().replaceAll("/\\d+$", "/1"));

        leases.removeDead();

        assertThat(folder.resolve("28999")).doesNotExist();
        assertThat(folder.resolve(mine.get(0).toString())).exists();
    }

    @Test
    void whenNoneIsFreeTheFolderIsNamed() throws IOException {
        leaseAllToOthersBut(0);

        assertThatThrownBy(() -> new PortLeases(folder, Ownership.ofThisProcess()).lease(1))
                .isInstanceOf(ArchtestException.class)
                .hasMessageContaining("No 1 free host ports")
                .hasMessageContaining(folder.toString());
    }

    @Test
    void releaseLeavesOthersLeasesAlone() {
        PortLeases others = new PortLeases(folder, new Ownership("elsewhere/1/1"));
        List<Integer> theirs = others.lease(1);

        new PortLeases(folder, Ownership.ofThisProcess()).release(theirs);

        assertThat(folder.resolve(theirs.get(0).toString())).exists();
    }

    private void leaseAllToOthersBut(int free) throws IOException {
        for (int port = 21000; port <= 28999; port++) {
            if (port != free) {
                Files.writeString(folder.resolve(Integer.toString(port)), "elsewhere/1/1");
            }
        }
    }
}
