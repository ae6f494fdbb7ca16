package io.archtest.profile.colima;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Architecture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineSizeTest {
    @ParameterizedTest(name = "a host of {0} GiB, {1} MiB reserved: {2} GiB")
    @CsvSource({
        // nothing known: a quarter, within 2 and 6
        "4, 0, 2",
        "16, 0, 4",
        "64, 0, 6",
        // less than usual is no reason to give less
        "16, 900, 4",
        // the reservation and 1 GiB for the machine's own system
        "16, 4000, 5",
        "64, 9000, 10",
        // the host keeps 2 GiB
        "8, 9000, 6",
        "3, 9000, 2"
    })
    void memoryIsWhatTheComponentsReserveAsFarAsTheHostHasIt(int hostGib, int reservedMib, double expected) {
        ColimaHost host = new ColimaHost(true, 15, Architecture.ARM64, true, false, 8, (long) hostGib << 30);

        assertThat(MachineSize.fitting(host, (long) reservedMib << 20).memoryGib())
                .isEqualTo(expected);
    }
}
