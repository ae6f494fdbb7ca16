package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Architecture;
import io.archtest.model.ContainerSettings;
import io.archtest.model.HealthCheck;
import io.archtest.model.Hook;
import io.archtest.model.PullPolicy;
import io.archtest.model.RestartPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a service's image is fetched, and how its container is started, watched, restarted and placed. */
class ServiceLifecycleTest {
    @TempDir
    Path folder;

    private ServiceFixture file;

    @BeforeEach
    void file() {
        file = new ServiceFixture(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "always, ALWAYS, 0",
        "never, NEVER, 0",
        "missing, MISSING, 0",
        "if_not_present, MISSING, 0",
        "daily, OLDER, 86400",
        "weekly, OLDER, 604800",
        "every_12h, OLDER, 43200",
        "every_1w2d3h4m5s, OLDER, 788645"
    })
    void pullPoliciesHaveTheirWords(String word, PullPolicy.Kind kind, long seconds) {
        assertThat(file.web("pull_policy: " + word).settings().pullPolicy())
                .isEqualTo(new PullPolicy(kind, Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({
        "'no', NO, 0",
        "always, ALWAYS, 0",
        "unless-stopped, UNLESS_STOPPED, 0",
        "on-failure, ON_FAILURE, 0",
        "'on-failure:4', ON_FAILURE, 4"
    })
    void restartPoliciesHaveTheirWords(String word, RestartPolicy.Kind kind, int retries) {
        assertThat(file.web("restart: \"%s\"".formatted(word)).restart()).isEqualTo(new RestartPolicy(kind, retries));
    }

    @Test
    void hooksAreCommandsWithSettingsOfTheirOwn() {
        ContainerSettings settings = file.web("""
                post_start:
                  - { command: "./init.sh 'a b'", user: root, privileged: true, working_dir: /srv, environment: [A=1, TOKEN] }
                pre_stop: [{ command: [sync] }]
                """).settings();
        assertThat(settings.postStart())
                .containsExactly(new Hook(
                        List.of("./init.sh", "a b"),
                        Optional.of("root"),
                        true,
                        Optional.of("/srv"),
                        Map.of("A", "1", "TOKEN", "t0ken")));
        assertThat(settings.preStop())
                .containsExactly(new Hook(List.of("sync"), Optional.empty(), false, Optional.empty(), Map.of()));
        assertThat(file.problems("pre_stop: [{ user: root }]")).contains("a hook in pre_stop needs a 'command'");
    }

    @Test
    void healthChecksSayWhatTheySayAndLeaveTheRestToTheImage() {
        assertThat(file.web("""
                healthcheck: { test: curl -f localhost, interval: 1m30s, timeout: 10s, retries: 4, start_period: 40s, start_interval: 5s }
                """).healthCheck())
                .contains(new HealthCheck(
                        List.of("CMD-SHELL", "curl -f localhost"),
                        Duration.ofSeconds(90),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(40),
                        Duration.ofSeconds(5),
                        4));
        HealthCheck intervals =
                file.web("healthcheck: { interval: 2s }").healthCheck().orElseThrow();
        assertThat(intervals.test()).isEmpty();
        assertThat(intervals.timeout()).isZero();
        assertThat(intervals.withDefaults().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(file.web("healthcheck: { disable: true }")
                        .healthCheck()
                        .orElseThrow()
                        .disabled())
                .isTrue();
        assertThat(file.web("healthcheck: { test: [NONE] }")
                        .healthCheck()
                        .orElseThrow()
                        .disabled())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"linux/arm64/v8, ARM64", "linux/arm64, ARM64", "linux/amd64, X86_64", "arm64, ARM64"})
    void aPlatformPins(String platform, Architecture architecture) {
        assertThat(file.web("platform: " + platform).pinned()).contains(architecture);
    }

    @Test
    void anOperatingSystemAlonePinsNothing() {
        assertThat(file.web("platform: linux").pinned()).isEmpty();
    }
}
