package io.archtest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of certificates as people have them, made by openssl; needs no engine. */
class CertificatesIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openssl genrsa -traditional -out key.pem 2048",
                "openssl genpkey -algorithm RSA -out key.pem",
                "openssl ecparam -name prime256v1 -genkey -noout -out key.pem",
                "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem"
            })
    void keysMayHaveAnyOfTheUsualForms(String makeKey) throws Exception {
        shell(makeKey + " && openssl req -x509 -key key.pem -subj /CN=me -days 1 -out cert.pem && cp cert.pem ca.pem");

        assertThat(certificates().context().getProtocol()).isEqualTo("TLS");
    }

    @Test
    void withoutFilesTheSystemsAuthoritiesAreTrusted() {
        assertThat(certificates().context().getProtocol()).isEqualTo("TLS");
    }

    @Test
    void halfAPairIsRefusedByItsName() throws IOException {
        Files.writeString(folder.resolve("cert.pem"), "");

        assertThatThrownBy(() -> certificates().context())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(folder.resolve("cert.pem") + " with key.pem")
                .hasMessageContaining("'tcp://10.0.0.5:2376'");
    }

    @Test
    void anAuthorityThatIsNoneIsRefusedByItsName() throws IOException {
        Files.writeString(folder.resolve("ca.pem"), "<html>Sign in to the network</html>");

        assertThatThrownBy(() -> certificates().context())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(folder.resolve("ca.pem").toString());
    }

    private Certificates certificates() {
        String endpoint = "tcp://10.0.0.5:2376";
        return new Certificates(new EngineAddress(endpoint, endpoint, "--context far", Optional.of(folder)), folder);
    }

    private void shell(String line) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        int exitCode = new ProcessBuilder("sh", "-c", line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(exitCode).as(Files.readString(log)).isZero();
    }
}
