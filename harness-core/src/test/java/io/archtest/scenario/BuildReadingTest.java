package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.Architecture;
import io.archtest.model.BuildSpec;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildReadingTest {
    @TempDir
    Path folder;

    @BeforeEach
    void aContext() throws IOException {
        Files.createDirectories(folder.resolve("web"));
        Files.writeString(folder.resolve("web/Dockerfile"), "FROM scratch\n");
        Files.writeString(folder.resolve("other.Dockerfile"), "FROM scratch\n");
        Files.writeString(folder.resolve("key"), "a key");
    }

    @Test
    void theShortFormIsAContextBesideTheComposeFile() {
        Component web = component("build: ./web");

        BuildSpec build = web.build().orElseThrow();
        assertThat(build.context()).isEqualTo(folder.resolve("web").toString());
        assertThat(build.dockerfile())
                .isEqualTo(folder.resolve("web/Dockerfile").toString());
        assertThat(build.wish()).isEqualTo(BuildSpec.Wish.BUILD);
        assertThat(build.allows(Architecture.ARM64)).isTrue();
        assertThat(web.image()).isEqualTo("build:web");
    }

    @Test
    void theLongFormIsReadWhole() {
        BuildSpec build = build("""
                build:
                      context: web
                      dockerfile: ../other.Dockerfile
                      args: [MODE=fast, FROM_OUTSIDE, NOT_SET]
                      target: made
                      platforms: [linux/arm64, linux/riscv64]
                      labels: { a: b }
                      network: none
                      shm_size: 64m
                      ulimits: { nofile: { soft: 10, hard: 20 }, nproc: 5 }
                      extra_hosts: ["one=10.0.0.1", "two:10.0.0.2"]
                      cache_from: ["cache:1", "type=registry,ref=cache:2"]
                      no_cache: true
                      pull: true
                      tags: ["mine:2"]
                      secrets: [token, { source: token, target: other }]
                      ssh: [default, "deploy=./key"]
                      isolation: default
                      privileged: false
                      provenance: false
                      entitlements: []
                    image: mine:1
                """);

        assertThat(build.dockerfile())
                .isEqualTo(folder.resolve("other.Dockerfile").toString());
        assertThat(build.args()).isEqualTo(Map.of("MODE", "fast", "FROM_OUTSIDE", "outside"));
        assertThat(build.target()).contains("made");
        assertThat(build.allows(Architecture.ARM64)).isTrue();
        assertThat(build.allows(Architecture.X86_64)).isFalse();
        assertThat(build.labels()).containsEntry("a", "b");
        assertThat(build.network()).isEqualTo("none");
        assertThat(build.shmSize()).contains(64L << 20);
        assertThat(build.ulimits()).isEqualTo(Map.of("nofile", "10:20", "nproc", "5:5"));
        assertThat(build.extraHosts()).isEqualTo(Map.of("one", "10.0.0.1", "two", "10.0.0.2"));
        assertThat(build.cacheFrom()).containsExactly("cache:1", "cache:2");
        assertThat(build.noCache() && build.pull()).isTrue();
        assertThat(build.tags()).containsExactly("mine:2");
        assertThat(build.secrets()).isEqualTo(Map.of("token", "s3cret", "other", "s3cret"));
        assertThat(build.ssh())
                .isEqualTo(Map.of("default", "", "deploy", folder.resolve("key").toString()));
    }

    @Test
    void anInlineDockerfileNeedsNoFile() {
        BuildSpec build = build("build: { dockerfile_inline: \"FROM scratch\" }");

        assertThat(build.inline()).contains("FROM scratch");
        assertThat(build.context()).isEqualTo(folder.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "build, BUILD",
        "always, PULL_FIRST",
        "missing, PULL_FIRST",
        "if_not_present, PULL_FIRST",
        "never, LOCAL_FIRST"
    })
    void thePullPolicyDecidesWhatComesFirst(String policy, BuildSpec.Wish wish) throws IOException {
        String text = text("build: ./web\n    image: mine:1")
                .replace("image: mine:1", "image: mine:1\n    pull_policy: " + policy);

        assertThat(read(text)
                        .component(ComponentName.of("web"))
                        .build()
                        .orElseThrow()
                        .wish())
                .isEqualTo(wish);
    }

    @Test
    void aServiceWithTheNameOfABuiltImageIsBuiltAsWell() throws IOException {
        Scenario scenario =
                read(text("build: ./web\n    image: mine:1\n  worker: { image: mine:1 }\n  db: { image: db:1 }"));

        assertThat(scenario.build(scenario.component(ComponentName.of("worker"))))
                .isPresent();
        assertThat(scenario.build(scenario.component(ComponentName.of("db")))).isEmpty();
    }

    @Test
    void aServiceNeedsAnImageOrABuild() {
        assertThatThrownBy(() -> component("command: true"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("service 'web' has no image: give 'image' or 'build'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://github.com/a/b.git | compose.yaml:3:12: build.context 'https://github.com/a/b.git' is not carried out: reading a Compose file fetches nothing",
                "git@github.com:a/b | fetches nothing",
                "./nowhere | build.context: no such folder",
                "{ context: web, dockerfile: None } | build.dockerfile: no such file",
                "{ context: web, dockerfile: Dockerfile, dockerfile_inline: x } | either 'dockerfile' or 'dockerfile_inline'",
                "{ context: web, cache_to: [x] } | key 'cache_to' in web.build is not carried out",
                "{ context: web, additional_contexts: { a: b } } | key 'additional_contexts' in web.build is not carried out",
                "{ context: web, privileged: true } | build.privileged 'true' is not carried out: the engine's own BuildKit",
                "{ context: web, entitlements: [network.host] } | build.entitlements are not carried out",
                "{ context: web, provenance: mode=max } | build.provenance 'mode=max' is not carried out",
                "{ context: web, sbom: true } | build.sbom 'true' is not carried out",
                "{ context: web, isolation: hyperv } | build.isolation 'hyperv' is not carried out: it is for Windows",
                "{ context: web, network: back } | build.network 'back' is not carried out",
                "{ context: web, cache_from: [type=gha] } | build.cache_from 'type=gha' is not carried out",
                "{ context: web, platforms: [ARM] } | build.platforms wants OS/ARCHITECTURE; found 'ARM'",
                "{ context: web, secrets: [tokn] } | unknown name in secrets 'tokn'; did you mean 'token'?",
                "{ context: web, secrets: [{ source: token, mode: 288 }] } | set it in the Dockerfile: RUN --mount=type=secret,mode=",
                "{ context: web, ssh: [deploy] } | build.ssh 'deploy' needs a key",
                "{ context: web, ssh: [deploy=./nokey] } | build.ssh: no such file",
                "{ context: web, args: { 1A: b } } | '1A' is no name of a Dockerfile's ARG",
                "{ context: web, extra_hosts: [alone] } | build.extra_hosts wants NAME=ADDRESS",
                "{ context: web, targt: a } | unknown key in web.build: 'targt'; did you mean 'target'?"
            })
    void whatCannotBeCarriedOutIsRefusedByName(String build, String message) {
        assertThatThrownBy(() -> component("build: " + build))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThatThrownBy(() ->
                        component("build: { context: web, privileged: true, sbom: true, ssh: [a], cache_to: [b] }"))
                .hasMessageContaining("4 problems");
    }

    private BuildSpec build(String service) {
        return component(service).build().orElseThrow();
    }

    private Component component(String service) {
        try {
            return read(text(service)).component(ComponentName.of("web"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(String service) {
        return "services:\n  web:\n    %s\nsecrets: { token: { content: s3cret } }\n".formatted(service);
    }

    private Scenario read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), text);
        return new ScenarioReader().read(file, Map.of("FROM_OUTSIDE", "outside"), Map.of());
    }
}
