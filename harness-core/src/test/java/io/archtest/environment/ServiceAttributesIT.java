package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.archtest.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a Compose file says of a service is so on the engine, by the engine's own word and from inside the container. */
class ServiceAttributesIT {
    private static final String STACK = """
            services:
              web:
                image: tiny
                entrypoint: [sh, -c]
                command: ["sleep 1000"]
                user: "7:7"
                working_dir: /tmp
                hostname: me
                domainname: example.com
                init: true
                stdin_open: true
                stop_signal: SIGUSR1
                stop_grace_period: 3s
                restart: on-failure:2
                group_add: [12]
                cap_add: [NET_ADMIN]
                cap_drop: [MKNOD]
                security_opt: [no-new-privileges, seccomp=unconfined]
                read_only: true
                userns_mode: host
                ipc: shareable
                pid: host
                cgroup: private
                cgroup_parent: /archtest-it
                sysctls: [net.core.somaxconn=77]
                ulimits: { nofile: { soft: 100, hard: 200 } }
                shm_size: 2m
                mem_limit: 64m
                mem_reservation: 32m
                memswap_limit: 128m
                oom_score_adj: 100
                pids_limit: 50
                cpu_shares: 512
                cpu_quota: 50000
                cpu_period: 100000
                cpuset: "0"
                blkio_config:
                  weight: 300
                  device_read_bps: [{ path: /dev/loop0, rate: 12mb }]
                  device_write_iops: [{ path: /dev/loop0, rate: 30 }]
                runtime: runc
                dns: 10.1.2.3
                dns_search: [a.example]
                dns_opt: ["ndots:3"]
                extra_hosts: { somehost: [10.9.8.7, 10.9.8.6], gate: host-gateway }
                labels: { com.example.label: here }
                annotations: { com.example.annotation: here }
                logging: { driver: local, options: { max-size: 1m } }
                tmpfs: ["/scratch:mode=700,uid=7,size=64k"]
                volumes:
                  - named:/named
                  - /anonymous
                  - ./made:/bound:ro
                  - { type: bind, source: ., target: /file, read_only: true, bind: { propagation: private, create_host_path: false } }
                  - { type: tmpfs, target: /tmpfs, tmpfs: { size: 128k, mode: 0750 } }
                  - { type: volume, target: /labelled, volume: { nocopy: true, labels: { com.example.v: w } } }
                configs: [{ source: conf, target: /opt/app/conf, mode: 0440, uid: "7" }]
                secrets: [token]
                healthcheck: { test: ["CMD", "true"], interval: 1s, timeout: 5s, retries: 4, start_period: 2s, start_interval: 1s }
                post_start:
                  - { command: [sh, -c, 'echo "$$A $$(id -u) $$PWD" > /scratch/hook'], working_dir: /named, environment: { A: b } }
                pre_stop:
                  - { command: [sh, -c, "id -u > /named/stopped"], user: "0" }
              other:
                image: tiny
                command: sleep 1000
                ipc: service:web
                pid: service:web
                volumes_from: [web:ro]
            volumes: { named: { driver_opts: { type: tmpfs, device: tmpfs, o: size=1m }, labels: { com.example.n: m } } }
            configs: { conf: { content: "configured" } }
            secrets: { token: { environment: TOKEN } }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void everythingIsSo(Architecture architecture) {
        try (StartedFile file = new StartedFile(folder, STACK, architecture).start()) {
            theEngineSaysSo(file.inspect("web"));
            theLimitsAreSo(file.inspect("web").path("HostConfig"));
            itIsSoInside(file);
            namespacesAndMountsAreShared(file);
            assertThat(folder.resolve("made")).isEmptyDirectory();
            assertThat(file.notices)
                    .anyMatch(line -> line.contains("'web': healthcheck.start_interval needs Docker 25"))
                    .anyMatch(line -> line.contains("'web': annotations needs Docker 24"))
                    .anyMatch(line -> line.contains("made', which isn't there: the engine makes an empty folder"))
                    .anyMatch(
                            line -> line.contains("the engine warns of 'web': Your kernel does not support Block I/O"));
        }
    }

    private static void theEngineSaysSo(JsonNode web) {
        JsonNode config = web.path("Config");
        assertThat(config.path("Entrypoint").toString()).isEqualTo("[\"sh\",\"-c\"]");
        assertThat(config.path("Cmd").toString()).isEqualTo("[\"sleep 1000\"]");
        assertThat(config.path("User").asText()).isEqualTo("7:7");
        assertThat(config.path("Domainname").asText()).isEqualTo("example.com");
        assertThat(config.path("OpenStdin").asBoolean()).isTrue();
        assertThat(config.path("StopSignal").asText()).isEqualTo("SIGUSR1");
        assertThat(config.path("StopTimeout").asInt()).isEqualTo(3);
        assertThat(config.path("Labels").path("com.example.label").asText()).isEqualTo("here");
        assertThat(config.path("Healthcheck").path("Retries").asInt()).isEqualTo(4);
        JsonNode host = web.path("HostConfig");
        assertThat(host.path("Init").asBoolean()).isTrue();
        assertThat(host.path("RestartPolicy").path("Name").asText()).isEqualTo("on-failure");
        assertThat(host.path("GroupAdd").toString()).contains("12");
        assertThat(host.path("CapAdd").toString()).contains("NET_ADMIN");
        assertThat(host.path("CapDrop").toString()).contains("MKNOD");
        assertThat(host.path("SecurityOpt").toString()).contains("no-new-privileges", "seccomp=unconfined");
        assertThat(host.path("UsernsMode").asText()).isEqualTo("host");
        assertThat(host.path("IpcMode").asText()).isEqualTo("shareable");
        assertThat(host.path("PidMode").asText()).isEqualTo("host");
        assertThat(host.path("CgroupnsMode").asText()).isEqualTo("private");
        assertThat(host.path("CgroupParent").asText()).isEqualTo("/archtest-it");
        assertThat(host.path("Runtime").asText()).isEqualTo("runc");
        assertThat(host.path("LogConfig").toString())
                .isEqualTo("{\"Type\":\"local\",\"Config\":{\"max-size\":\"1m\"}}");
        assertThat(web.path("Mounts").toString()).contains("\"Propagation\":\"private\"");
    }

    private static void theLimitsAreSo(JsonNode host) {
        assertThat(host.path("Memory").asLong()).isEqualTo(64L << 20);
        assertThat(host.path("MemoryReservation").asLong()).isEqualTo(32L << 20);
        assertThat(host.path("MemorySwap").asLong()).isEqualTo(128L << 20);
        assertThat(host.path("OomScoreAdj").asInt()).isEqualTo(100);
        assertThat(host.path("PidsLimit").asInt()).isEqualTo(50);
        assertThat(host.path("Ulimits").toString()).isEqualTo("[{\"Name\":\"nofile\",\"Hard\":200,\"Soft\":100}]");
        assertThat(host.path("CpuShares").asInt()).isEqualTo(512);
        assertThat(host.path("CpuQuota").asInt()).isEqualTo(50_000);
        assertThat(host.path("CpuPeriod").asInt()).isEqualTo(100_000);
        assertThat(host.path("CpusetCpus").asText()).isEqualTo("0");
        assertThat(host.path("BlkioDeviceReadBps").toString())
                .isEqualTo("[{\"Path\":\"/dev/loop0\",\"Rate\":12582912}]");
        assertThat(host.path("BlkioDeviceWriteIOps").toString()).isEqualTo("[{\"Path\":\"/dev/loop0\",\"Rate\":30}]");
    }

    private static void itIsSoInside(StartedFile file) {
        assertThat(file.inside("web", "cat /etc/hosts")).contains("10.9.8.7\tsomehost", "10.9.8.6\tsomehost", "\tgate");
        assertThat(file.inside("web", "cat /etc/resolv.conf")).contains("search a.example", "ndots:3");
        assertThat(file.inside("web", "cat /proc/sys/net/core/somaxconn")).isEqualTo("77");
        assertThat(file.inside("web", "cat /proc/self/status")).containsPattern("Cpus_allowed_list:\\s+0\\n");
        assertThat(file.inside("web", "id")).contains("uid=7", "12");
        assertThat(file.inside("web", "hostname; cat /proc/sys/kernel/domainname"))
                .isEqualTo("me\nexample.com");
        assertThat(file.inside("web", "touch /forbidden")).contains("Read-only file system");
        assertThat(file.inside("web", "touch /bound/forbidden")).contains("Read-only file system");
        assertThat(file.inside("web", "stat -c '%a %u' /scratch /tmpfs")).isEqualTo("700 7\n750 0");
        assertThat(file.inside("web", "cat /proc/mounts"))
                .containsPattern("/scratch tmpfs .*size=64k")
                .containsPattern("/tmpfs tmpfs .*size=128k")
                .containsPattern("/named tmpfs .*size=1024k")
                .containsPattern("/dev/shm tmpfs .*size=2048k");
        assertThat(file.inside("web", "cat /opt/app/conf /run/secrets/token; stat -c '%a %u' /opt/app/conf"))
                .isEqualTo("configuredt0ken440 7");
        assertThat(file.inside("web", "cat /scratch/hook")).isEqualTo("b 7 /named");
    }

    private static void namespacesAndMountsAreShared(StartedFile file) {
        String web = file.component("web").containerId();
        JsonNode other = file.inspect("other").path("HostConfig");
        assertThat(file.inside("other", "readlink /proc/self/ns/ipc"))
                .isEqualTo(file.inside("web", "readlink /proc/self/ns/ipc"));
        assertThat(other.path("PidMode").asText()).isEqualTo("container:" + web);
        assertThat(file.inside("other", "touch /named/forbidden")).contains("Read-only file system");
    }

    @Test
    void hooksRunBeforeTheEndWithTheStackStillThere() throws IOException {
        Files.createDirectories(folder.resolve("out"));
        StartedFile file = new StartedFile(folder, """
                services:
                  web:
                    image: tiny
                    command: sleep 1000
                    volumes: [./out:/out]
                    pre_stop: [{ command: "sh -c 'hostname > /out/stopped'", user: "0" }]
                    hostname: me
                """, Architecture.X86_64);
        try (file) {
            file.start().stop();
            assertThat(folder.resolve("out/stopped")).hasContent("me");
        }
    }

    @Test
    void aHookThatFailsIsNamed() {
        String service = """
                services:
                  web:
                    image: tiny
                    command: sleep 1000
                    %s: [{ command: "true" }, { command: [sh, -c, "echo no luck; exit 3"] }]
                """;
        try (StartedFile file = new StartedFile(folder, service.formatted("post_start"), Architecture.X86_64)) {
            assertThatThrownBy(file::start)
                    .isInstanceOf(StartupException.class)
                    .hasMessage(
                            "post_start[1] [sh, -c, echo no luck; exit 3] of 'web' (tiny) failed with exit code 3; it said: \"no luck\"");
        }
        try (StartedFile file = new StartedFile(folder, service.formatted("pre_stop"), Architecture.X86_64)) {
            file.start();
            assertThatThrownBy(file::stop)
                    .hasMessageContaining("has been removed, but not as its components wanted it: pre_stop[1]")
                    .hasMessageContaining("no luck");
        }
    }

    @Test
    void aTmpfsDoesNotHideASecret() {
        String stack = """
                services:
                  web:
                    image: tiny
                    command: sleep 1000
                    tmpfs: /run
                    secrets: [token]
                secrets: { token: { environment: TOKEN } }
                """;
        try (StartedFile file = new StartedFile(folder, stack, Architecture.X86_64).start()) {
            assertThat(file.inside("web", "cat /run/secrets/token")).isEqualTo("t0ken");
        }
    }

    @Test
    void anEmptyCommandOrEntrypointTakesTheImagesAway() {
        for (String empty : new String[] {"command: []", "entrypoint: ''"}) {
            String service = "services: { web: { image: tiny, %s } }".formatted(empty);
            try (StartedFile file = new StartedFile(folder, service, Architecture.X86_64)) {
                assertThatThrownBy(file::start).hasMessageContaining("No command specified");
            }
        }
    }

    @Test
    void aHealthCheckWithoutTestNeedsOneOfTheImage() {
        String service = "services: { web: { image: tiny, command: sleep 1000, healthcheck: { interval: 1s } } }";
        try (StartedFile file = new StartedFile(folder, service, Architecture.X86_64)) {
            assertThatThrownBy(file::start)
                    .hasMessageContaining("'web' has a healthcheck without 'test'")
                    .hasMessageContaining("image 'tiny' has none");
        }
    }
}
