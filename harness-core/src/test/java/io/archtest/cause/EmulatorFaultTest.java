package io.archtest.cause;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmulatorFaultTest {
    @Test
    void crashesThatMoveAreTheEmulators() {
        Cause cause = EmulatorFault.tell(List.of(crash("r1", "db", true), crash("r2", "web", true)))
                .orElseThrow();

        assertThat(cause.id()).isEqualTo("emulator-fault");
        assertThat(cause.evidence()).contains("run r1: 'db' (signal 11", "run r2: 'web' (signal 11");
    }

    @Test
    void theSamePlaceAgainAndAgainIsNot() {
        assertThat(EmulatorFault.tell(
                        List.of(crash("r1", "db", true), crash("r2", "db", true), crash("r3", "db", true))))
                .isEmpty();
    }

    @Test
    void theSameTwoPlacesInEachRunAreNot() {
        assertThat(EmulatorFault.tell(List.of(
                        crash("r1", "db", true),
                        crash("r1", "web", true),
                        crash("r2", "web", true),
                        crash("r2", "db", true))))
                .isEmpty();
    }

    @Test
    void twoPlacesOfOneRunAreNot() {
        assertThat(EmulatorFault.tell(List.of(crash("r1", "db", true), crash("r1", "web", true))))
                .isEmpty();
    }

    @Test
    void nativeCrashesAreNot() {
        assertThat(EmulatorFault.tell(List.of(crash("r1", "db", false), crash("r2", "web", false))))
                .isEmpty();
    }

    @Test
    void aComponentThatCrashesNativelyTooTellsNothing() {
        assertThat(EmulatorFault.tell(
                        List.of(crash("r1", "db", true), crash("r2", "web", true), crash("r3", "web", false))))
                .isEmpty();
    }

    private static EmulatorFault.Failure crash(String run, String component, boolean emulated) {
        return new EmulatorFault.Failure(run, new Crash(component, emulated, 11, "sha256:1", "exit code 139"));
    }
}
