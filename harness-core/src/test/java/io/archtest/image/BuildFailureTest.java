package io.archtest.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Architecture;
import io.archtest.testing.FakeEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On what BuildKit prints: Docker 20.10's, and newer ones' where they differ. */
class BuildFailureTest {
    private static final String DOCKERFILE = "FROM base:1\n\nRUN true\nRUN make \\\n  all\n";

    @Test
    void aFailedRunIsNamedWithItsLineAndWhatItSaid() {
        assertThat(described("""
                        #4 [1/3] FROM base:1
                        #5 [2/3] RUN true
                        #5 CACHED
                        #6 [3/3] RUN make   all
                        #6 sha256:009584
                        #6 0.281 make: no rule
                        #6 ERROR: executor failed running [/bin/sh -c make   all]: exit code: 7
                        ------
                         > [3/3] RUN make   all:
                        ------
                        executor failed running [/bin/sh -c make   all]: exit code: 7
                        """))
                .isEqualTo("line 4, 'RUN make   all': exited with 7. Its last lines:\n    0.281 make: no rule");
    }

    @Test
    void newerBuildKitIsUnderstoodAsWell() {
        assertThat(described("""
                        #6 [linux/arm64 3/3] RUN make   all
                        #6 0.281 make: no rule
                        #6 ERROR: process "/bin/sh -c make   all" did not complete successfully: exit code: 137
                        ------
                        ERROR: failed to solve: process "/bin/sh -c make   all" did not complete successfully: exit code: 137
                        """))
                .startsWith("line 4, 'RUN make   all': exited with 137 (killed, mostly for lack of memory)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failed to solve with frontend dockerfile.v0: failed to create LLB definition: no match for platform in manifest sha256:ab: not found | the base image has none for linux/arm64",
                "failed to solve: base:1: no match for platform in manifest: not found | the base image has none for linux/arm64",
                "#6 0.2 exec /bin/sh: exec format error | binfmt_misc lacks the emulator: archtest setup",
                "#6 0.2 write /x: no space left on device | no space is left on the engine's disk",
                "failed to do request: Head \"https://r/v2\": dial tcp: lookup r: no such host | can't reach the registry of a base image",
                "pull access denied, repository does not exist | the registry has no such base image",
                "failed to compute cache key: \"/nosuch\" not found: not found | no such file in the context, or .dockerignore leaves it out",
                "failed to solve with frontend dockerfile.v0: failed to create LLB definition: target stage nope could not be found | target stage nope could not be found",
                "dockerfile parse error line 3: Unknown flag: mount | Docker 23 and newer do"
            })
    void causesAreNamed(String line, String cause) {
        assertThat(described(line)).contains(cause).contains("Its last lines:\n    ");
    }

    @Test
    void anExecFormatErrorOnTheEnginesOwnArchitectureIsNotTheEmulators() {
        assertThat(described("#6 0.2 exec format error", Architecture.X86_64, DOCKERFILE))
                .contains("the base image holds programs of another architecture than x86_64")
                .doesNotContain("binfmt");
    }

    @Test
    void hereDocumentsThatTheEngineTakesForInstructionsAreNamed() {
        assertThat(described(
                        "dockerfile parse error line 3: unknown instruction: X",
                        Architecture.ARM64,
                        "FROM a\nRUN <<EOF\nx\nEOF\n"))
                .contains("here-documents (<<) need a newer BuildKit than engine 29.0.0 has");
    }

    private static String described(String printed) {
        return described(printed, Architecture.ARM64, DOCKERFILE);
    }

    private static String described(String printed, Architecture architecture, String dockerfile) {
        return new BuildFailure(
                        printed.lines().toList(),
                        Dockerfile.parse(dockerfile),
                        architecture,
                        FakeEngine.of(Architecture.X86_64).info())
                .described();
    }
}
