package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.plan.Planner;
import io.archtest.plan.RunRequest;
import io.archtest.profile.DockerProfiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that uses what is another one's container's runs on the same engine. */
class SharedContainersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ipc: service:db", "pid: service:db", "volumes_from: [db]"})
    void theTwoCannotBeParted(String service) {
        Scenario scenario = new ServiceFixture(folder).scenario(service, "");
        RunRequest parted = new RunRequest(
                () -> scenario,
                List.of(),
                Map.of(ComponentName.of("db"), Architecture.ARM64, ComponentName.of("web"), Architecture.X86_64),
                ImageMode.AUTO,
                Set.of());
        Planner planner = new Planner(DockerProfiles.oneEngine("unix:///fake", Architecture.X86_64));
        assertThatThrownBy(() -> planner.plan(parted))
                .hasMessageContaining("'web' has %s, which only one engine can give"
                        .formatted(service.replace("[", "").replace("]", "")));
    }

    @Test
    void anUnknownOneIsAProblem() {
        assertThat(new ServiceFixture(folder).problems("ipc: service:dc")).contains("unknown service", "'dc'");
    }
}
