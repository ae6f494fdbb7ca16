package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Component;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link AttributeSupport} lists is what reading does. */
class RefusedAttributesTest {
    @TempDir
    Path folder;

    private ServiceFixture file;

    @BeforeEach
    void file() {
        file = new ServiceFixture(folder);
    }

    @Test
    void everyRefusedAttributeIsNamedWithItsPlaceAndReason() {
        AttributeSupport.refused().forEach((path, reason) -> {
            String key = path.substring(path.lastIndexOf('.') + 1);
            String text = file.problems(service(path), top(path));
            assertThat(text).as(path).contains(key, "not carried out", reason);
            assertThat(text).as(path).containsPattern("compose\\.yaml:\\d+:\\d+: ");
        });
    }

    @Test
    void attributesWithoutEffectAreReadAndLeaveTheServiceAsItIs() {
        Component plain = file.web("");
        Map<String, String> samples = Map.ofEntries(
                Map.entry("attach", "false"), Map.entry("develop", "{ watch: [{ path: ., action: rebuild }] }"));
        samples.forEach((key, value) ->
                assertThat(file.web("%s: %s".formatted(key, value))).as(key).isEqualTo(plain));
        assertThat(new TreeSet<>(
                        AttributeSupport.withoutEffectUnder("services.*").keySet()))
                .isEqualTo(new TreeSet<>(samples.keySet()));
    }

    @Test
    void noAttributeIsInTwoLists() {
        assertThat(AttributeSupport.refused().keySet())
                .doesNotContainAnyElementsOf(AttributeSupport.withoutEffect().keySet())
                .doesNotContainAnyElementsOf(AttributeSupport.refusedValues().keySet());
        assertThat(AttributeSupport.withoutEffect().keySet())
                .doesNotContainAnyElementsOf(AttributeSupport.refusedValues().keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"syslog", "none", "fluentd", "awslogs"})
    void logsThatCannotBeReadBackAreRefused(String driver) {
        assertThat(file.problems("logging: { driver: %s }".formatted(driver)))
                .contains("compose.yaml:5:24: logging.driver '%s' is not carried out".formatted(driver));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ipc: container:x | web.ipc must be none or private or shareable or host or service:NAME; found 'container:x'",
                "pid: other | web.pid must be host or service:NAME",
                "uts: private | web.uts must be host",
                "cgroup: shared | web.cgroup must be host or private",
                "userns_mode: remap | web.userns_mode must be host",
                "environment: [A=1, =3] | web.environment must have a name before '='",
                "secrets: [password] | unknown name in secrets 'password'; none is declared",
                "volumes_from: [container:x] | archtest touches nothing that it didn't start",
                "volumes_from: [db:rx] | must be SERVICE, SERVICE:ro or SERVICE:rw",
                "pull_policy: build | needs a 'build' section",
                "pull_policy: refresh | unknown pull policy 'refresh'; known: always, never",
                "pull_policy: every_day | unknown pull policy 'every_day'",
                "restart: sometimes | unknown restart policy 'sometimes'",
                "restart: always:3 | unknown restart policy 'always:3'",
                "platform: windows/amd64 | archtest runs Linux containers",
                "platform: linux/arm/v7 | Unknown architecture 'linux/arm/v7'; known: arm64",
                "platform: linux/risc | Unknown architecture 'linux/risc'",
                "memswap_limit: 1g | needs 'mem_limit' beside it",
                "mem_swappiness: 101 | must be from 0 to 100",
                "oom_score_adj: 2000 | must be from -1000 to 1000",
                "blkio_config: { weight_device: [{ path: /dev/sda }] } | needs 'path' and 'weight'",
                "security_opt: [seccomp=missing.json] | no such file",
                "healthcheck: { test: [curl] } | must begin with NONE, CMD or CMD-SHELL"
            })
    void valuesThatCannotBeCarriedOutAreRefused(String service, String reason) {
        assertThat(file.problems(service)).contains("compose.yaml:5:").contains(reason);
    }

    @Test
    void extensionsAreIgnoredAtEveryLevel() {
        String service = """
                x-a: 1
                deploy: { x-a: 1, resources: { x-a: 1, limits: { x-a: 1 } }, restart_policy: { x-a: 1 } }
                healthcheck: { x-a: 1, test: "true" }
                logging: { x-a: 1 }
                volumes: [{ type: bind, source: ., target: /srv, x-a: 1, bind: { x-a: 1 } }]
                configs: [{ source: c, x-a: 1 }]
                post_start: [{ command: "true", x-a: 1 }]
                """;
        assertThat(file.problems(service, "x-a: 1\nvolumes: { v: { x-a: 1 } }\nconfigs: { c: { content: a, x-a: 1 } }"))
                .isEmpty();
    }

    private static String service(String path) {
        return path.startsWith("services.*.")
                ? nested(path.substring("services.*.".length()).replace("*", "default"))
                : "";
    }

    private static String top(String path) {
        return path.startsWith("services.") ? "" : nested(path.replace("*", "it"));
    }

    /** The attribute alone, in flow style, with what must stand beside it. */
    private static String nested(String path) {
        String[] keys = path.split("\\.");
        String value = "{}";
        for (int i = keys.length - 1; i >= 0; i--) {
            boolean item = keys[i].endsWith("[]");
            String key = item ? keys[i].substring(0, keys[i].length() - 2) : keys[i];
            String beside = item ? "target: /srv, " : "";
            value = i == keys.length - 1 ? "%s: {}".formatted(key) : within(key, item, beside, value);
        }
        return value;
    }

    private static String within(String key, boolean item, String beside, String inner) {
        return item ? "%s: [{ %s%s }]".formatted(key, beside, inner) : "%s: { %s }".formatted(key, inner);
    }
}
