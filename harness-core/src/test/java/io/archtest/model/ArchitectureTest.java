package io.archtest.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
    @ParameterizedTest
    @ValueSource(strings = {"arm64", "aarch64", "ARM64", " arm64/v8", "linux/arm64", "linux/arm64/v8", "arm64v8"})
    void usualSpellingsOfArm64AreUnderstood(String spelling) {
        assertThat(Architecture.parse(spelling)).isEqualTo(Architecture.ARM64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "amd64", "x64", "X86-64", "linux/amd64", "linux/x86_64"})
    void usualSpellingsOfX8664AreUnderstood(String spelling) {
        assertThat(Architecture.parse(spelling)).isEqualTo(Architecture.X86_64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "arm", "armv7", "i386", "host", "linux", "linux/386"})
    void anyOtherWordIsAnErrorThatListsTheKnownOnes(String word) {
        assertThatThrownBy(() -> Architecture.parse(word))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Unknown architecture '" + word + "'")
                .hasMessageContaining("aarch64")
                .hasMessageContaining("amd64");
    }

    @Test
    void theMirrorOfOneIsTheOther() {
        assertThat(Architecture.ARM64.mirror()).isEqualTo(Architecture.X86_64);
        assertThat(Architecture.X86_64.mirror()).isEqualTo(Architecture.ARM64);
    }
}
