package io.archtest.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OwnershipTest {
    @Test
    void thisProcessLives() {
        assertThat(Ownership.ofThisProcess().dead()).isFalse();
    }

    @Test
    void anEndedProcessIsDead() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("true").start();
        long pid = process.pid();
        process.waitFor();

        assertThat(new Ownership(host() + "/" + pid + "/1").dead()).isTrue();
    }

    @Test
    void aProcessThatReusesTheIdIsNotTheOwner() {
        long pid = ProcessHandle.current().pid();

        assertThat(new Ownership(host() + "/" + pid + "/12345").dead()).isTrue();
    }

    @Test
    void nobodyHereCanCallAnotherHostsProcessDead() {
        assertThat(new Ownership("elsewhere/1/1").dead()).isFalse();
    }

    @Test
    void anUnknownLabelIsNeverCalledDead() {
        assertThat(new Ownership("").dead()).isFalse();
        assertThat(new Ownership("somebody").dead()).isFalse();
    }

    private static String host() {
        String label = Ownership.ofThisProcess().label();
        return label.substring(0, label.indexOf('/'));
    }
}
