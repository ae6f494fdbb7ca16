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

    /** What a program does of its own accord, such as for a peer that isn't up yet, moves without any emulator. */
    @Test
    void programsThatGiveUpAreNot() {
        assertThat(EmulatorFault.tell(List.of(crash("r1", "db", 6), crash("r2", "web", 6))))
                .isEmpty();
        assertThat(EmulatorFault.tell(List.of(crash("r1", "db", 11), crash("r2", "web", 6))))
                .isEmpty();
    }

    @Test
    void itSaysWhatWouldProveItWrongAndExcusesNothing() {
        assertThat(EmulatorFault.cause().nextStep())
                .contains("one that crashes there as well is the product's own fault")
                .contains("the verdict stays as it is");
    }

    private static EmulatorFault.Failure crash(String run, String component, boolean emulated) {
        return new EmulatorFault.Failure(run, new Crash(component, emulated, 11, "sha256:1", "exit code 139"));
    }

    private static EmulatorFault.Failure crash(String run, String component, int signal) {
        return new EmulatorFault.Failure(
                run, new Crash(component, true, signal, "sha256:1", "exit code " + (128 + signal)));
    }
}
