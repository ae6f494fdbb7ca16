package io.archtest.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.testing.ScenarioFixture;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfficialImagePortsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis",
                "redis:7-alpine",
                "library/redis:7",
                "docker.io/redis:6",
                "docker.io/library/redis@sha256:00",
                "redis:7@sha256:00"
            })
    void anOfficialImageIsKnownUnderAllItsNames(String image) {
        assertThat(ports(image)).contains(List.of(6379));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"acme/redis", "ghcr.io/library/redis:7", "localhost:5000/redis", "redis-exporter", "build:redis"
            })
    void whoeverElseCallsAnImageSoIsNot(String image) {
        assertThat(ports(image)).isEmpty();
    }

    @Test
    void whatIsKnownBetterComesFirst() {
        ImagePorts held = (scenario, image) -> Optional.of(List.of(1));

        assertThat(held.or(new OfficialImagePorts()).exposed(new ScenarioFixture().build(), "redis"))
                .contains(List.of(1));
    }

    private static Optional<List<Integer>> ports(String image) {
        return new OfficialImagePorts().exposed(new ScenarioFixture().build(), image);
    }
}
