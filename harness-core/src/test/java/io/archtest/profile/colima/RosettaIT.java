package io.archtest.profile.colima;

import static io.archtest.profile.colima.ColimaFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.engine.Engines;
import io.archtest.model.Architecture;
import io.archtest.profile.Demand;
import io.archtest.profile.HeldProfiles;
import io.archtest.profile.ProfileException;
import io.archtest.profile.colima.ColimaMachines.Acquired;
import io.archtest.profile.colima.ColimaProfiles.Afterwards;
import io.archtest.profile.colima.ColimaProfiles.Wish;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One arm64 machine for both architectures, only where its kernel has the handler for Apple's Rosetta. */
class RosettaIT {
    private static final StartRequest INTEL = request("work", Architecture.X86_64);

    private final ColimaFixture fixture = new ColimaFixture();
    private final ColimaMachines machines = fixture.machines();

    @BeforeEach
    void start() throws IOException {
        fixture.colima.userProfile("work", "aarch64", true);
    }

    @AfterEach
    void end() throws IOException {
        fixture.close();
    }

    @Test
    void withoutTheKernelsHandlerItIsOfTheWrongArchitecture() {
        assertThatThrownBy(() -> machines.acquire(INTEL, false, fixture.listener))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("was to be x86_64, and is arm64");
        fixture.colima.withRosetta("work", false);
        assertThatThrownBy(() -> machines.acquire(INTEL, false, fixture.listener))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("was to be x86_64, and is arm64");
    }

    @Test
    void withItTheMachineServesIntelProgramsAsItIs() {
        fixture.colima.withRosetta("work", true);

        assertThat(machines.acquire(INTEL, false, fixture.listener)).isEqualTo(Acquired.FOUND);

        assertThat(fixture.notices).anyMatch(line -> line.contains("executes x86_64 by Rosetta"));
    }

    @Test
    void itServesBothOnlyIfBothAreAskedFor() {
        try (HeldProfiles held = profiles().hold(fixture.listener)) {
            assertThatThrownBy(() -> held.acquire(demands()))
                    .as("the second architecture of the same machine is looked at as well")
                    .isInstanceOf(ProfileException.class);
        }
        fixture.colima.withRosetta("work", true);
        try (HeldProfiles held = profiles().hold(fixture.listener)) {
            held.acquire(demands());

            assertThat(held.acquired()).hasSize(2);
        }
        assertThat(fixture.colima.status("work"))
                .as("found, and so left running")
                .contains("Running");
    }

    private ColimaProfiles profiles() {
        Wish wish = new Wish(
                Map.of(Architecture.ARM64, "work", Architecture.X86_64, "work"),
                reserved -> new MachineSize(1, 2, 20),
                Optional.empty(),
                Afterwards.STOP);
        return new ColimaProfiles(machines, fixture.home(), ColimaFixture.HOST, wish, Engines::connect);
    }

    private List<Demand> demands() {
        return Arrays.stream(Architecture.values())
                .flatMap(architecture -> profiles().profile(architecture).stream())
                .map(profile -> new Demand(profile, 0))
                .toList();
    }
}
