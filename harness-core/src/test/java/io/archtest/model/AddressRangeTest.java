package io.archtest.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.5.0.7/16, 10.5.0.0/16, 10.5.0.1",
        "0.0.0.0/0, 0.0.0.0/0, 0.0.0.1",
        "255.255.255.252/30, 255.255.255.252/30, 255.255.255.253",
        "fd00:5::7/64, fd00:5:0:0:0:0:0:0/64, fd00:5:0:0:0:0:0:1",
    })
    void aRangeBeginsAtItsPrefix(String text, String aligned, String first) {
        AddressRange range = AddressRange.of(text).orElseThrow();

        assertThat(range).hasToString(aligned);
        assertThat(range.firstUsable()).isEqualTo(first);
        assertThat(range.contains(first)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.5.0.0", "10.5.0.0/33", "10.5.0/24", "host/24", "10.5.0.0/x", "999.5.0.0/8", "fd00::/129"
            })
    void whatIsNoneIsNone(String text) {
        assertThat(AddressRange.of(text)).isEmpty();
    }

    @Test
    void addressesAreToldApart() {
        assertThat(AddressRange.isIpv4("10.5.0.1")).isTrue();
        assertThat(AddressRange.isIpv4("fd00::1")).isFalse();
        assertThat(AddressRange.isIpv4("localhost")).isFalse();
        assertThat(AddressRange.isIpv6("fd00::1")).isTrue();
        assertThat(AddressRange.isIpv6("10.5.0.1")).isFalse();
        AddressRange range = AddressRange.of("10.5.0.0/16").orElseThrow();
        assertThat(range.contains("10.6.0.1")).isFalse();
        assertThat(range.contains("fd00::1")).isFalse();
    }

    @Test
    void thePartWithoutTakenAddressesIsTheLargestThereIs() {
        AddressRange range = AddressRange.of("10.5.0.0/24").orElseThrow();

        assertThat(range.partWithout(List.of("10.5.0.1", "10.5.0.10"))).hasToString("Optional[10.5.0.128/25]");
        assertThat(range.partWithout(List.of("10.5.0.1", "10.5.0.200"))).hasToString("Optional[10.5.0.128/26]");
        assertThat(AddressRange.of("10.5.0.0/29").orElseThrow().partWithout(List.of("10.5.0.1", "10.5.0.5")))
                .isEmpty();
    }
}
