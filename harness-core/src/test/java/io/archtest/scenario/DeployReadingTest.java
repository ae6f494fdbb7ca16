package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.RestartPolicy;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of {@code deploy}, one engine carries out limits, restart policy and architecture; the rest is read and has no effect. */
class DeployReadingTest {
    @TempDir
    Path folder;

    private ServiceFixture file;

    @BeforeEach
    void file() {
        file = new ServiceFixture(folder);
    }

    @Test
    void limitsAndReservationsCount() {
        Component web = file.web("""
                deploy:
                  resources:
                    limits: { cpus: '0.50', memory: 50M, pids: 20 }
                    reservations: { cpus: '0.25', memory: 20M }
                """);
        assertThat(web.resources().memoryBytes()).contains(50L << 20);
        assertThat(web.resources().reservedBytes()).contains(20L << 20);
        assertThat(web.resources().cpus()).contains(0.5);
        assertThat(web.resources().pids()).contains(20L);
    }

    @Test
    void limitsInTwoPlacesMustAgree() {
        assertThat(file.problems("mem_limit: 60m\ndeploy: { resources: { limits: { memory: 50M } } }"))
                .contains("compose.yaml:5:5", "mem_limit says 62914560 and deploy.resources says 52428800");
        assertThat(file.web("mem_limit: 50m\ndeploy: { resources: { limits: { memory: 50M } } }")
                        .resources()
                        .memoryBytes())
                .isEqualTo(Optional.of(50L << 20));
    }

    @Test
    void theRestartPolicyGoesBeforeRestart() {
        assertThat(restart("{ condition: on-failure, delay: 5s, max_attempts: 3, window: 120s }"))
                .isEqualTo(new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 3));
        assertThat(restart("{ condition: none }")).isEqualTo(RestartPolicy.never());
        assertThat(restart("{ delay: 5s }")).isEqualTo(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0));
        assertThat(file.problems("deploy: { restart_policy: { condition: any, max_attempts: 3 } }"))
                .contains("max_attempts is not carried out with condition 'any'");
        assertThat(file.problems("deploy: { restart_policy: { condition: sometimes } }"))
                .contains("must be none, on-failure or any");
    }

    private RestartPolicy restart(String policy) {
        return file.web("restart: always\ndeploy: { restart_policy: %s }".formatted(policy))
                .restart();
    }

    @Test
    void anArchitectureAmongTheConstraintsPins() {
        String constraint =
                "deploy: { placement: { constraints: [node.role == manager, node.platform.arch == aarch64] } }";
        assertThat(file.web(constraint).pinned()).contains(Architecture.ARM64);
        assertThat(file.problems(constraint + "\nplatform: linux/amd64"))
                .contains("platform says x86_64 and deploy.placement.constraints says arm64");
    }

    @Test
    void whatIsForAClusterHasNoEffectButAShape() {
        Component plain = file.web("");
        Component clustered = file.web("""
                deploy:
                  mode: replicated
                  endpoint_mode: vip
                  labels: { a: b }
                  update_config: { parallelism: 2, delay: 10s, order: stop-first }
                  rollback_config: { parallelism: 0 }
                  placement: { preferences: [{ spread: node.labels.zone }], max_replicas_per_node: 1 }
                """);
        assertThat(clustered).isEqualTo(plain);
        assertThat(file.problems("deploy: { mode: everywhere }")).contains("must be replicated or global");
    }

    @Test
    void devicesCannotBeReserved() {
        assertThat(file.problems("deploy: { resources: { reservations: { devices: [{ capabilities: [gpu] }] } } }"))
                .contains("compose.yaml:5:44", "key 'devices'", "an emulated component has no devices of the host");
    }
}
