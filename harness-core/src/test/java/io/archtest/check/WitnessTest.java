package io.archtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WitnessTest {
    /** As tcpdump -A writes them. */
    private static final List<String> LINES = List.of(
            "listening on any, link-type LINUX_SLL2 (Linux cooked v2), snapshot length 300 bytes",
            "20:41:32.255146 eth0  In  IP 172.18.0.3.45026 > 172.18.0.2.5432: Flags [S], seq 1, length 0",
            "E..<W.@.@..............8.-...........0.........",
            "20:41:32.255800 eth0  In  IP 172.18.0.3.45026 > 172.18.0.2.5432: Flags [P.], seq 1:36, ack 1, length 35",
            "E..Wr.@.@.......ARCHTEST 00112233445566778899aabb",
            "20:41:32.299999 eth0  In  IP 172.18.0.4.39212 > 172.18.0.2.80: Flags [P.], seq 1:36, ack 1, length 35",
            "E..Wr.@.@.......ARCHTEST ffeeddccbbaa998877665544.");

    @Test
    void aNonceBelongsToThePortOfThePacketThatCarriedIt() {
        assertThat(Witness.arrivals(LINES))
                .isEqualTo(Map.of("00112233445566778899aabb", List.of(5432), "ffeeddccbbaa998877665544", List.of(80)));
    }

    @Test
    void aConnectionWithoutNonceIsNoArrival() {
        assertThat(Witness.arrivals(LINES.subList(0, 3))).isEmpty();
    }

    @Test
    void aNonceThatIsTornOffIsNoArrival() {
        assertThat(Witness.arrivals(List.of(LINES.get(3), "ARCHTEST 00112233445566778899aab")))
                .isEmpty();
    }
}
