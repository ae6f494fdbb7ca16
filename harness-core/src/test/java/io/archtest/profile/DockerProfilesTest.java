package io.archtest.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.engine.Execution;
import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerProfilesTest {
    private static final DockerContext REMOTE = new DockerContext("pi", "ssh://me@pi.lan", Optional.empty());

    @Test
    void anEngineOnThisHostIsReachedByTheGatewayAndTheBridge() {
        Profile profile = DockerProfiles.oneEngine("unix:///s.sock", Architecture.X86_64)
                .profile(Architecture.ARM64)
                .orElseThrow();

        assertThat(profile.reach().publishedOn("172.17.0.1")).containsExactly("127.0.0.1", "172.17.0.1");
        assertThat(profile.reach().fromContainers()).isEqualTo("host.docker.internal");
        assertThat(profile.hostFiles()).isTrue();
    }

    @Test
    void anEngineOfTheOtherArchitectureOnThisHostIsAnEmulatedMachine() {
        Profile profile = DockerProfiles.oneEngine("unix:///s.sock", Architecture.ARM64)
                .profile(Architecture.X86_64)
                .orElseThrow();

        assertThat(profile.execution(Architecture.X86_64)).isEqualTo(Execution.SYSTEM);
        assertThat(profile.execution(Architecture.ARM64)).isEqualTo(Execution.NATIVE);
    }

    @Test
    void anEngineElsewhereIsReachedAtTheAddressThatWasGiven() {
        Profile profile = profiles(Map.of(Architecture.ARM64, "10.0.0.5"))
                .profile(Architecture.ARM64)
                .orElseThrow();

        assertThat(profile.name()).isEqualTo("pi");
        assertThat(profile.reach().publishedOn("172.17.0.1")).containsExactly("10.0.0.5");
        assertThat(profile.reach().fromHost()).isEqualTo("10.0.0.5");
        assertThat(profile.reach().fromContainers()).isEqualTo("10.0.0.5");
        assertThat(profile.execution(Architecture.ARM64)).isEqualTo(Execution.NATIVE);
        assertThat(profile.hostFiles()).isFalse();
    }

    @Test
    void anEngineElsewhereWithoutAddressIsRefused() {
        assertThatThrownBy(() -> profiles(Map.of()).profile(Architecture.ARM64))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("'ssh://me@pi.lan' is on another machine")
                .hasMessageContaining("--reach arm64=ADDRESS");
    }

    @Test
    void whoIsBehindSshHasFilesOfItsOwnEvenOnThisHostsLoopback() {
        DockerContext machine = new DockerContext("vm", "ssh://me@127.0.0.1:60022", Optional.empty());
        DockerProfiles profiles = new DockerProfiles(
                DockerProfiles.DEFAULT_ENDPOINT, Architecture.X86_64, Map.of(Architecture.ARM64, machine), Map.of());

        assertThat(profiles.profile(Architecture.ARM64).orElseThrow().hostFiles())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pi.lan", "127.0.0.1", "0.0.0.0", "224.0.0.1", "fd00::2", "10.0.5", "10.0.0.256", ""})
    void whatIsNoAddressOfAnotherMachineIsRefused(String address) {
        assertThatThrownBy(() -> profiles(Map.of(Architecture.ARM64, address)).profile(Architecture.ARM64))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("'%s' is no address".formatted(address));
    }

    @ParameterizedTest
    @CsvSource({
        "unix:///var/run/docker.sock, false",
        "tcp://127.0.0.1:2375, false",
        "tcp://localhost:2375, false",
        "tcp://10.0.0.5:2376, true",
        "ssh://me@pi.lan, true"
    })
    void whatIsElsewhereIsToldByTheAddress(String endpoint, boolean remote) {
        assertThat(DockerProfiles.remote(endpoint)).isEqualTo(remote);
    }

    private static DockerProfiles profiles(Map<Architecture, String> reach) {
        return new DockerProfiles(
                DockerProfiles.DEFAULT_ENDPOINT, Architecture.X86_64, Map.of(Architecture.ARM64, REMOTE), reach);
    }
}
