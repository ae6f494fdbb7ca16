package io.archtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WitnessTest {
    private static final List<String> LINES =
            List.of("listening", "arrived 5432 00112233445566778899aabb", "arrived 80 ffeeddccbbaa998877665544");

    @Test
    void aNonceBelongsToThePortOfThePacketThatCarriedIt() {
        assertThat(Witness.arrivals(LINES))
                .isEqualTo(Map.of("00112233445566778899aabb", List.of(5432), "ffeeddccbbaa998877665544", List.of(80)));
    }

    @Test
    void aConnectionWithoutNonceIsNoArrival() {
        assertThat(Witness.arrivals(LINES.subList(0, 1))).isEmpty();
    }

    @Test
    void aNonceThatIsTornOffIsNoArrival() {
        assertThat(Witness.arrivals(List.of("arrived 5432 00112233445566778899aab")))
                .isEmpty();
    }
}
