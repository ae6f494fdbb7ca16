package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.BlockIo;
import io.archtest.model.Component;
import io.archtest.model.ContainerSettings;
import io.archtest.model.Dependency;
import io.archtest.model.Logging;
import io.archtest.model.NameResolution;
import io.archtest.model.Namespaces;
import io.archtest.model.ResourceLimits;
import io.archtest.model.Scheduling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every attribute of a service that is carried out becomes part of the component. */
class ServiceAttributesTest {
    @TempDir
    Path folder;

    private ServiceFixture file;

    @BeforeEach
    void file() {
        file = new ServiceFixture(folder);
    }

    @Test
    void commandsAreTextsOrListsAndEmptyOnesTakeTheImagesAway() {
        Component texts = file.web("entrypoint: /run.sh 'a b'\ncommand: serve --port \"80\"");
        assertThat(texts.process().entrypoint()).contains(List.of("/run.sh", "a b"));
        assertThat(texts.process().command()).contains(List.of("serve", "--port", "80"));
        Component empty = file.web("entrypoint: []\ncommand: ''");
        assertThat(empty.process().entrypoint()).contains(List.of());
        assertThat(empty.process().command()).contains(List.of());
        Component none = file.web("entrypoint: null\ncommand:");
        assertThat(none.process().entrypoint()).isEmpty();
        assertThat(none.process().command()).isEmpty();
    }

    @Test
    void theFirstProcessIsAsTheServiceSays() {
        Component web = file.web("""
                user: "1000:1000"
                working_dir: /srv
                hostname: me
                domainname: example.com
                init: true
                tty: "true"
                stdin_open: true
                stop_signal: SIGUSR1
                stop_grace_period: 1m30s
                """);
        assertThat(web.process().user()).contains("1000:1000");
        assertThat(web.process().workingDirectory()).contains("/srv");
        assertThat(web.process().hostname()).contains("me");
        assertThat(web.settings().domainName()).contains("example.com");
        assertThat(web.process().init()).isTrue();
        assertThat(web.process().terminal()).isTrue();
        assertThat(web.settings().standardInput()).isTrue();
        assertThat(web.process().stopSignal()).contains("SIGUSR1");
        assertThat(web.process().stopGracePeriod()).contains(Duration.ofSeconds(90));
    }

    @Test
    void rightsAreAsTheServiceSays() {
        Component web = file.web("""
                cap_add: [ALL]
                cap_drop: [NET_ADMIN]
                security_opt: ["label:user:USER", no-new-privileges]
                group_add: [mail, 7]
                sysctls: { net.core.somaxconn: 1024 }
                read_only: true
                privileged: true
                """);
        assertThat(web.security().capAdd()).containsExactly("ALL");
        assertThat(web.security().capDrop()).containsExactly("NET_ADMIN");
        assertThat(web.security().securityOptions()).containsExactly("label:user:USER", "no-new-privileges");
        assertThat(web.security().groupAdd()).containsExactly("mail", "7");
        assertThat(web.security().sysctls()).containsExactly(Map.entry("net.core.somaxconn", "1024"));
        assertThat(web.security().readOnly()).isTrue();
        assertThat(web.security().privileged()).isTrue();
        assertThat(file.web("sysctls: [net.core.somaxconn=5]").security().sysctls())
                .containsExactly(Map.entry("net.core.somaxconn", "5"));
    }

    @Test
    void namespacesAreSharedAsTheServiceSays() {
        Component web = file.web("""
                ipc: service:db
                pid: host
                uts: host
                cgroup: private
                cgroup_parent: /stack
                userns_mode: host
                """);
        assertThat(web.settings().namespaces())
                .isEqualTo(new Namespaces(
                        Optional.of("service:db"),
                        Optional.of("host"),
                        Optional.of("host"),
                        Optional.of("private"),
                        Optional.of("/stack"),
                        Optional.of("host")));
        assertThat(web.dependencies()).extracting(Dependency::on).hasToString("[db]");
        assertThat(web.settings().naming("run-"::concat).namespaces().ipc()).contains("container:run-db");
    }

    @Test
    void limitsAreAsTheServiceSays() {
        Component web = file.web("""
                mem_limit: 64m
                mem_reservation: 32m
                memswap_limit: 128m
                mem_swappiness: 10
                oom_kill_disable: true
                oom_score_adj: -500
                pids_limit: -1
                cpus: "0.5"
                cpu_shares: 512
                cpu_quota: 50000
                cpu_period: 100ms
                cpu_rt_runtime: 400ms
                cpu_rt_period: 1400us
                cpuset: 0,1
                shm_size: 1gb
                ulimits: { nproc: 65535, nofile: { soft: 20000, hard: 40000 } }
                """);
        assertThat(web.resources())
                .isEqualTo(new ResourceLimits(
                        Optional.of(64L << 20),
                        Optional.of(32L << 20),
                        Optional.of(0.5),
                        Optional.of(1L << 30),
                        Optional.of(-1L),
                        List.of(
                                new ResourceLimits.Ulimit("nproc", 65535, 65535),
                                new ResourceLimits.Ulimit("nofile", 20000, 40000))));
        assertThat(web.settings().scheduling())
                .isEqualTo(new Scheduling(
                        Optional.of(512),
                        Optional.of(50_000L),
                        Optional.of(100_000L),
                        Optional.of(400_000L),
                        Optional.of(1400L),
                        Optional.of("0,1"),
                        Optional.of(128L << 20),
                        Optional.of(10L),
                        true,
                        Optional.of(-500)));
        assertThat(file.web("memswap_limit: -1").settings().scheduling().swapBytes())
                .contains(-1L);
        assertThat(file.web("memswap_limit: 0").settings().scheduling().swapBytes())
                .isEmpty();
        assertThat(file.web("cpus: 0.000").resources().cpus()).isEmpty();
    }

    @Test
    void blockDevicesAreLimited() {
        BlockIo limits = file.web("""
                blkio_config:
                  weight: 300
                  weight_device: [{ path: /dev/sda, weight: 400 }]
                  device_read_bps: [{ path: /dev/sdb, rate: 12mb }]
                  device_read_iops: [{ path: /dev/sdb, rate: 120 }]
                  device_write_bps: [{ path: /dev/sdb, rate: 1024k }]
                  device_write_iops: [{ path: /dev/sdb, rate: 30 }]
                """).settings().blockIo();
        assertThat(limits)
                .isEqualTo(new BlockIo(
                        Optional.of(300),
                        List.of(new BlockIo.Device("/dev/sda", 400)),
                        List.of(new BlockIo.Device("/dev/sdb", 12L << 20)),
                        List.of(new BlockIo.Device("/dev/sdb", 120)),
                        List.of(new BlockIo.Device("/dev/sdb", 1L << 20)),
                        List.of(new BlockIo.Device("/dev/sdb", 30))));
    }

    @Test
    void namesAreResolvedAsTheServiceSays() {
        Component web = file.web("""
                dns: 8.8.8.8
                dns_search: [dc1.example.com, dc2.example.com]
                dns_opt: [use-vc]
                """);
        assertThat(web.settings().names())
                .isEqualTo(new NameResolution(
                        List.of("8.8.8.8"), List.of("dc1.example.com", "dc2.example.com"), List.of("use-vc")));
    }

    @Test
    void furtherHostsHaveEveryForm() {
        Map<String, List<String>> expected = Map.of(
                "a", List.of("10.0.0.1"), "b", List.of("::1"), "c", List.of("::2"), "host", List.of("host-gateway"));
        assertThat(file.web("extra_hosts: ['a:10.0.0.1', 'b=[::1]', 'c:::2', 'host=host-gateway']")
                        .extraHosts())
                .isEqualTo(expected);
        assertThat(file.web("extra_hosts: { a: 10.0.0.1, b: '::1', c: '[::2]', host: host-gateway }")
                        .extraHosts())
                .isEqualTo(expected);
        assertThat(file.web("extra_hosts: { a: [10.0.0.1, 10.0.0.2] }").extraHosts())
                .isEqualTo(Map.of("a", List.of("10.0.0.1", "10.0.0.2")));
        assertThat(file.problems("extra_hosts: ['a=nowhere']"))
                .contains("compose.yaml:5:5", "'nowhere' is no address for 'a'");
        assertThat(file.problems("extra_hosts: [a]")).contains("wants NAME=ADDRESS or NAME:ADDRESS; found 'a'");
    }

    @Test
    void labelsAnnotationsAndTheRestArePassedOn() {
        Component web = file.web("""
                labels: ["com.example.empty", "com.example.a=b"]
                annotations: { com.example.foo: bar }
                runtime: runc
                storage_opt: { size: 1G }
                logging: { driver: local, options: { max-size: 1m, max-file: 3 } }
                volumes_from: [db:ro]
                """);
        assertThat(web.labels()).isEqualTo(Map.of("com.example.empty", "", "com.example.a", "b"));
        assertThat(web.settings().annotations()).isEqualTo(Map.of("com.example.foo", "bar"));
        assertThat(web.settings().runtime()).contains("runc");
        assertThat(web.settings().storage()).isEqualTo(Map.of("size", "1G"));
        assertThat(web.settings().logging())
                .contains(new Logging(Logging.Driver.LOCAL, Map.of("max-size", "1m", "max-file", "3")));
        assertThat(web.settings().volumesFrom()).containsExactly(new ContainerSettings.VolumesFrom("db", true));
        assertThat(web.dependencies()).extracting(Dependency::on).hasToString("[db]");
    }
}
