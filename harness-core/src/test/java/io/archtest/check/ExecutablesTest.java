package io.archtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.Execution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutablesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/bin/qemu-aarch64-static /usr/sbin/nginx -g x",
                "/usr/libexec/qemu-binfmt/aarch64-binfmt-P /usr/bin/node node index.js",
                "qemu-x86_64 /bin/true"
            })
    void qemuIsKnownByItsNames(String process) {
        assertThat(Executables.emulator(process)).contains(Execution.QEMU_USER);
    }

    /** Where Lima and Docker Desktop mount it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/mnt/lima-rosetta/rosetta /usr/bin/node index.js", "/run/rosetta/rosetta /bin/sh /bin/sh -c x"})
    void rosettaIsKnownByTheProgramBehindIt(String process) {
        assertThat(Executables.emulator(process)).contains(Execution.ROSETTA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/rosetta-server --port 80",
                "/app/rosetta serve",
                "node /app/rosetta/index.js",
                "/usr/sbin/nginx",
                "puma: worker 0"
            })
    void aProgramThatIsOnlyCalledAlikeIsNone(String process) {
        assertThat(Executables.emulator(process)).isEmpty();
    }

    @Test
    void anEmptyTitleIsNone() {
        assertThat(Executables.emulator("")).isEmpty();
    }
}
