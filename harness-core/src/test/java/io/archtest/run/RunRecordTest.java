package io.archtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.Execution;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunRecordTest {
    /** A component that ended before it was looked at made its whole engine unknown. */
    @Test
    void howAnEngineExecutesIsToldByThoseThatCouldBeLookedAt() {
        assertThat(RunRecord.common(Set.of(Execution.NATIVE, Execution.UNKNOWN)))
                .isEqualTo(Execution.NATIVE);
        assertThat(RunRecord.common(Set.of(Execution.NATIVE, Execution.QEMU_USER)))
                .as("two ways are no one way")
                .isEqualTo(Execution.UNKNOWN);
        assertThat(RunRecord.common(Set.of(Execution.UNKNOWN))).isEqualTo(Execution.UNKNOWN);
        assertThat(RunRecord.common(Set.of())).isEqualTo(Execution.UNKNOWN);
    }
}
