package io.archtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.Engine;
import io.archtest.engine.Engines;
import io.archtest.model.Architecture;
import io.archtest.profile.DockerProfiles;
import io.archtest.scenario.Scenario;
import io.archtest.testing.ScenarioFixture;
import io.archtest.testing.TinyImage;
import org.junit.jupiter.api.Test;

class HeldImagePortsIT {
    private final Scenario scenario = new ScenarioFixture().build();

    @Test
    void anImageThatIsHeldIsKnownAndOthersAreNot() {
        try (Engine engine = Engines.connect(DockerProfiles.DEFAULT_ENDPOINT)) {
            TinyImage.load(engine, Architecture.ARM64);
        }
        HeldImagePorts ports = new HeldImagePorts(DockerProfiles.DEFAULT_ENDPOINT);

        assertThat(ports.exposed(scenario, "archtest.local/tiny:arm64"))
                .hasValueSatisfying(none -> assertThat(none).isEmpty());
        assertThat(ports.exposed(scenario, "archtest.local/no-such:1")).isEmpty();
    }

    @Test
    void whereNoEngineAnswersNothingIsKnown() {
        assertThat(new HeldImagePorts("unix:///nowhere.sock").exposed(scenario, "archtest.local/tiny:arm64"))
                .isEmpty();
    }
}
