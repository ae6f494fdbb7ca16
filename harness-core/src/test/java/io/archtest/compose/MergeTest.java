package io.archtest.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several files laid over each other (Compose Specification, "Merge"). */
class MergeTest {
    @TempDir
    private Path temporary;

    private Map<String, Object> merged(String below, String above) {
        ComposeFolder folder = new ComposeFolder(temporary)
                .file("a.yaml", "services:\n  app:\n" + below.indent(4))
                .file("b.yaml", "services:\n  app:\n" + above.indent(4));
        Map<String, Object> app = folder.app("a.yaml", "b.yaml");
        assertThat(folder.problemsText()).isEmpty();
        return app;
    }

    @Test
    void mapsAreMergedKeyByKeyAndValuesReplaced() {
        assertThat(merged("image: a\nuser: root", "image: b\ntty: true"))
                .isEqualTo(Map.of("image", "b", "user", "root", "tty", "true"));
    }

    @Test
    void listsAreAppendedAndHoldEachWordOnce() {
        assertThat(merged("cap_add: [A, B]\nsecurity_opt: [x]", "cap_add: [B, C]\nsecurity_opt: [y]"))
                .isEqualTo(Map.of("cap_add", List.of("A", "B", "C"), "security_opt", List.of("x", "y")));
    }

    @Test
    void commandsAndHealthTestsAreReplaced() {
        assertThat(merged(
                        "command: [a, b]\nentrypoint: x\nhealthcheck: {test: [CMD, a], retries: 3}",
                        "command: c\nentrypoint: [y]\nhealthcheck: {test: [CMD, b]}"))
                .isEqualTo(Map.of(
                        "command",
                        "c",
                        "entrypoint",
                        List.of("y"),
                        "healthcheck",
                        Map.of("test", List.of("CMD", "b"), "retries", "3")));
    }

    @Test
    void environmentIsMergedByNameInEitherForm() {
        assertThat(merged("environment: [A=1, B=2, C]", "environment: {B: 3, D: }"))
                .isEqualTo(Map.of("environment", Map.of("A", "1", "B", "3", "C", "null", "D", "null")));
    }

    @Test
    void aNameWithoutValueLaidOverOneWithAValueTakesItsValueFromElsewhere() {
        assertThat(merged("environment: {A: 1, B: 2}\nlabels: [x=1]", "environment: [A]\nlabels: {x: }"))
                .isEqualTo(Map.of("environment", Map.of("A", "null", "B", "2"), "labels", Map.of("x", "null")));
    }

    @Test
    void addressesOfOneSubnetAreLaidOverEachOther() {
        ComposeFolder folder = new ComposeFolder(temporary).file("a.yaml", """
                        networks:
                          n:
                            ipam:
                              config:
                                - { subnet: 10.5.0.0/16, gateway: 10.5.0.9, aux_addresses: { a: 10.5.0.1 } }
                        """).file("b.yaml", """
                        networks:
                          n:
                            ipam:
                              config:
                                - { subnet: 10.5.0.0/16, ip_range: 10.5.1.0/24, aux_addresses: { b: 10.5.0.2 } }
                        """);

        assertThat(folder.model("a.yaml", "b.yaml").toString())
                .contains("gateway=10.5.0.9", "ip_range=10.5.1.0/24", "a=10.5.0.1", "b=10.5.0.2");
    }

    @Test
    void dependenciesInEitherFormKeepTheirConditions() {
        assertThat(merged("depends_on: [db]", "depends_on: {cache: {condition: service_healthy}}"))
                .isEqualTo(Map.of(
                        "depends_on",
                        Map.of(
                                "db", Map.of("condition", "service_started"),
                                "cache", Map.of("condition", "service_healthy"))));
    }

    @Test
    void networksInEitherFormAreMergedByName() {
        assertThat(merged("networks: [front]", "networks: {front: {aliases: [a]}, back: }"))
                .isEqualTo(Map.of("networks", Map.of("front", Map.of("aliases", List.of("a")), "back", "null")));
    }

    @Test
    void mountsAreKnownByTheirTargetAndPortsByAllTheirParts() {
        assertThat(merged(
                        "volumes: ['foo:/work', 'x:/x']\nports: ['8080:80']",
                        "volumes: [{type: volume, source: bar, target: /work}]\nports: ['8080:80', '8443:443']"))
                .isEqualTo(Map.of(
                        "volumes",
                        List.of(Map.of("type", "volume", "source", "bar", "target", "/work"), "x:/x"),
                        "ports",
                        List.of("8080:80", "8443:443")));
    }

    @Test
    void secretsAreKnownByTheirTarget() {
        assertThat(merged("secrets: [key]", "secrets: [{source: other, target: key}]"))
                .isEqualTo(Map.of("secrets", List.of(Map.of("source", "other", "target", "key"))));
    }

    @Test
    void oneWordAndAListOfWordsAreTheSame() {
        assertThat(merged("dns: 1.1.1.1\nenv_file: a.env", "dns: [8.8.8.8]\nenv_file: [{path: b.env}]"))
                .isEqualTo(Map.of(
                        "dns", List.of("1.1.1.1", "8.8.8.8"), "env_file", List.of("a.env", Map.of("path", "b.env"))));
    }

    @Test
    void aNameMayHaveSeveralAddresses() {
        assertThat(merged("extra_hosts: {a: [10.0.0.1, 10.0.0.2]}", "extra_hosts: ['a=10.0.0.3']"))
                .isEqualTo(Map.of("extra_hosts", List.of("a=10.0.0.1", "a=10.0.0.2", "a=10.0.0.3")));
    }

    @Test
    void buildInEitherFormIsMerged() {
        assertThat(merged("build: ./app", "build: {args: [A=1], target: dev}"))
                .isEqualTo(Map.of("build", Map.of("context", "./app", "args", List.of("A=1"), "target", "dev")));
    }

    @Test
    void logOptionsOfAnotherDriverDoNotRemain() {
        assertThat(merged("logging: {driver: json-file, options: {max-size: 1m}}", "logging: {driver: local}"))
                .isEqualTo(Map.of("logging", Map.of("driver", "local")));
        assertThat(merged("logging: {driver: local, options: {a: 1}}", "logging: {options: {b: 2}}"))
                .isEqualTo(Map.of("logging", Map.of("driver", "local", "options", Map.of("a", "1", "b", "2"))));
    }

    @Test
    void aLimitInOneFormReplacesTheOther() {
        assertThat(merged("ulimits: {nofile: 10, nproc: 5}", "ulimits: {nofile: {soft: 1, hard: 2}}"))
                .isEqualTo(Map.of("ulimits", Map.of("nofile", Map.of("soft", "1", "hard", "2"), "nproc", "5")));
    }

    @Test
    void resetRemovesAndOverrideReplaces() {
        assertThat(merged(
                        "ports: ['1:1']\nenvironment: {A: 1, B: 2}\nimage: x\nexpose: [80]",
                        "ports: !override ['2:2']\nenvironment: {A: !reset null}\nexpose: !reset []"))
                .isEqualTo(Map.of("ports", List.of("2:2"), "environment", Map.of("B", "2"), "image", "x"));
    }

    @Test
    void mergeTagLaysListsOverEachOtherItemByItem() {
        assertThat(merged(
                        "volumes: [{type: bind, source: a, target: /a}, {type: bind, source: b, target: /b}]",
                        "volumes: !merge [{}, {read_only: true}]"))
                .isEqualTo(Map.of(
                        "volumes",
                        List.of(
                                Map.of("type", "bind", "source", "a", "target", "/a"),
                                Map.of("type", "bind", "source", "b", "target", "/b", "read_only", "true"))));
    }

    @Test
    void nullLeavesWhatIsBelow() {
        assertThat(merged("image: a\nlabels: {x: 1}", "image:\nlabels:"))
                .isEqualTo(Map.of("image", "a", "labels", Map.of("x", "1")));
    }

    @Test
    void valuesOfDifferentKindsAreRefusedWithBothPlaces() {
        ComposeFolder folder = new ComposeFolder(temporary)
                .file("a.yaml", "services:\n  app:\n    cap_add: [A]\n")
                .file("b.yaml", "services:\n  app:\n    cap_add: {B: 1}\n");

        folder.model("a.yaml", "b.yaml");

        assertThat(folder.problemsText())
                .contains("b.yaml:3:14: 'services.app.cap_add' can't be laid over the value at a.yaml:3:14")
                .contains("!override");
    }

    @Test
    void tagsElsewhereAreRefused() {
        ComposeFolder folder = new ComposeFolder(temporary)
                .file("a.yaml", "services:\n  app:\n    cap_add: [!reset A]\n    image: !rset x\n");

        folder.model("a.yaml");

        assertThat(folder.problemsText())
                .contains("a.yaml:3:15: !reset stands on a key's value")
                .contains("unknown tag '!rset'; did you mean '!reset'?");
    }

    @Test
    void theDocumentsOfOneFileAreLaidOverEachOther() {
        ComposeFolder folder = new ComposeFolder(temporary)
                .file("a.yaml", "services: {app: {image: a, tty: true}}\n---\nservices: {app: {image: b}}\n");

        assertThat(folder.app("a.yaml")).isEqualTo(Map.of("image", "b", "tty", "true"));
    }
}
