package io.archtest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.archtest.engine.EngineException.Reason;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EngineFailuresTest {
    private final EngineFailures failures = new EngineFailures(EngineAddress.of("unix:///x.sock"));

    @Test
    void takenPortIsNamedInBothOfTheDaemonsWordings() {
        for (String said : new String[] {
            "driver failed programming external connectivity on endpoint web (0a1b): Bind for 127.0.0.1:8080 failed: port is already allocated",
            "driver failed programming external connectivity on endpoint web (0a1b): Error starting userland proxy: listen tcp4 127.0.0.1:8080: bind: address already in use"
        }) {
            EngineException translated = failures.translate("start container 'web'", daemon(said));
            assertThat(translated.reason()).isEqualTo(Reason.PORT_TAKEN);
            assertThat(translated)
                    .hasMessage("Could not start container 'web' on the engine at 'unix:///x.sock': " + said
                            + ". Another program holds '127.0.0.1:8080'; stop it or free that port");
        }
    }

    @Test
    void anAddressThatTheEngineDoesNotHaveIsNoTakenPort() {
        for (String said : new String[] {
            "driver failed programming external connectivity on endpoint web (0a1b): Error starting userland proxy: listen tcp4 10.0.0.9:8080: bind: cannot assign requested address",
            "failed to set up container networking: failed to bind host port 10.0.0.9:8080/tcp: cannot assign requested address"
        }) {
            EngineException translated = failures.translate("start container 'web'", daemon(said));
            assertThat(translated.reason()).isEqualTo(Reason.REFUSED);
            assertThat(translated)
                    .hasMessageContaining("none of the engine's own machine")
                    .hasMessageContaining("--reach");
        }
    }

    @Test
    void fullDiskIsToldFromOtherFailures() {
        EngineException translated = failures.translate(
                "load image",
                daemon("Error processing tar file(exit status 1): write /bin/x: no space left on device"));
        assertThat(translated.reason()).isEqualTo(Reason.DISK_FULL);
        assertThat(translated).hasMessageContaining("docker system prune");
    }

    @Test
    void platformsAreToldFromMissingObjects() {
        assertThat(failures.translate("create", notFound("No such image: x:1")).reason())
                .isEqualTo(Reason.NOT_FOUND);
        for (String said : new String[] {
            "image with reference sha256:1 was found but does not match the specified platform: wanted linux/amd64, actual: linux/arm64",
            "no matching manifest for linux/arm64/v8 in the manifest list entries"
        }) {
            assertThat(failures.translate("create", notFound(said)).reason()).isEqualTo(Reason.WRONG_PLATFORM);
        }
    }

    @Test
    void brokenConnectionIsUnreachableAndNotTheDaemonsWord() {
        EngineException translated =
                failures.translate("list containers", new RuntimeException(new IOException("Broken pipe")));
        assertThat(translated.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(translated)
                .hasMessageContaining("connection to the engine at 'unix:///x.sock' failed: 'Broken pipe'");
        assertThat(failures.translate("pull", daemon("dial tcp: connection refused"))
                        .reason())
                .isEqualTo(Reason.REFUSED);
    }

    @Test
    void anythingElseIsPassedOnWhole() {
        EngineException translated = failures.translate(
                "create container 'web'",
                new ConflictException("Status 409: {\"message\":\"The container name \\\"/web\\\" is in use\"}\n"));
        assertThat(translated.reason()).isEqualTo(Reason.REFUSED);
        assertThat(translated)
                .hasMessage(
                        "Could not create container 'web' on the engine at 'unix:///x.sock': The container name \"/web\" is in use");
    }

    @Test
    void foreignExecutableGetsAHint() {
        assertThat(failures.translate("start", daemon("exec /bin/sh: exec format error")))
                .hasMessageContaining("exec format error")
                .hasMessageContaining("qemu-user");
    }

    private static InternalServerErrorException daemon(String said) {
        return new InternalServerErrorException("Status 500: {\"message\":\"" + said + "\"}\n");
    }

    private static NotFoundException notFound(String said) {
        return new NotFoundException("Status 404: {\"message\":\"" + said + "\"}\n");
    }
}
