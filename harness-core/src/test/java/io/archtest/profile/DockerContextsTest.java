package io.archtest.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerContextsTest {
    /** Docker's own: the SHA-256 of "colima". */
    private static final String COLIMA = "f24fd3749c1368328e2b149bec149cb6795619f244c5b584e844961215dadd16";

    @TempDir
    Path configuration;

    @Test
    void aContextIsFoundByTheDigestOfItsName() throws IOException {
        write(COLIMA, "{\"Name\":\"colima\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\"unix:///s.sock\"}}}");

        DockerContext context = contexts().require("colima");

        assertThat(context.endpoint()).isEqualTo("unix:///s.sock");
        assertThat(context.certificates()).isEmpty();
    }

    @Test
    void certificatesBelongToTheirContext() throws IOException {
        write(COLIMA, "{\"Name\":\"colima\",\"Endpoints\":{\"docker\":{\"Host\":\"tcp://10.0.0.1:2376\"}}}");
        Path certificates =
                configuration.resolve("contexts/tls").resolve(COLIMA).resolve("docker");
        Files.createDirectories(certificates);
        Files.writeString(certificates.resolve("ca.pem"), "");

        assertThat(contexts().require("colima").certificates()).contains(certificates);
    }

    @Test
    void anEngineThatWantsTlsIsNeverSpokenToInTheClear() throws IOException {
        write(
                COLIMA,
                "{\"Name\":\"colima\",\"Endpoints\":{\"docker\":{\"Host\":\"tcp://10.0.0.1:2376\",\"SkipTLSVerify\":true}}}");
        Path certificates =
                configuration.resolve("contexts/tls").resolve(COLIMA).resolve("docker");

        assertThat(contexts().require("colima").certificates()).contains(certificates);
    }

    @Test
    void anUnknownOneIsRefusedWithThoseThatThereAre() throws IOException {
        write(COLIMA, "{\"Name\":\"colima\",\"Endpoints\":{\"docker\":{\"Host\":\"unix:///s.sock\"}}}");

        assertThatThrownBy(() -> contexts().require("kolima"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("No Docker context 'kolima'")
                .hasMessageContaining("known: default, colima");
    }

    @Test
    void theDefaultOneIsTheLocalEngineWhateverTheEnvironmentSays() {
        Map<String, String> environment = Map.of(
                "DOCKER_CONFIG",
                configuration.toString(),
                "DOCKER_HOST",
                "tcp://elsewhere:1",
                "DOCKER_CONTEXT",
                "other");

        assertThat(DockerContexts.of(environment).require("default").endpoint())
                .isEqualTo(DockerProfiles.DEFAULT_ENDPOINT);
    }

    @Test
    void aBrokenOneIsNamedByItsFile() throws IOException {
        write(COLIMA, "{\"Name\":\"colima\"}");

        assertThatThrownBy(() -> contexts().all())
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining(COLIMA)
                .hasMessageContaining("no docker endpoint");
    }

    private DockerContexts contexts() {
        return new DockerContexts(configuration);
    }

    private void write(String digest, String meta) throws IOException {
        Path folder =
                Files.createDirectories(configuration.resolve("contexts/meta").resolve(digest));
        Files.writeString(folder.resolve("meta.json"), meta);
    }
}
