package io.archtest.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that extend others, and files that include others. */
class ExtendsAndIncludeTest {
    @TempDir
    private Path temporary;

    private ComposeFolder folder;

    @BeforeEach
    void folder() {
        folder = new ComposeFolder(temporary);
    }

    @Test
    void aServiceLiesOverTheOneThatItExtends() {
        folder.file("compose.yaml", """
                services:
                  base: {image: x, environment: {A: 1}, command: [a], cap_add: [A]}
                  middle: {extends: base, environment: [B=2]}
                  app: {extends: {service: middle}, command: [b], cap_add: [B]}
                """);

        assertThat(folder.app("compose.yaml"))
                .isEqualTo(Map.of(
                        "image", "x",
                        "environment", Map.of("A", "1", "B", "2"),
                        "command", List.of("b"),
                        "cap_add", List.of("A", "B")));
    }

    @Test
    void aServiceOfAnotherFileKeepsItsOwnFolderForPaths() {
        folder.file("compose.yaml", "services: {app: {extends: {file: other/base.yaml, service: base}}}\n")
                .file("other/base.yaml", "services: {base: {image: x, env_file: a.env}}\n");

        Yaml.Mapping root = folder.loaded(ComposeRequest.of(temporary.resolve("compose.yaml"), Map.of()))
                .root();

        Yaml envFile = at(root, "services", "app", "env_file");
        assertThat(envFile.at().folder()).isEqualTo(temporary.resolve("other"));
        assertThat(envFile.at()).hasToString("other/base.yaml:1:39");
    }

    private static Yaml at(Yaml value, String... keys) {
        Yaml found = value;
        for (String key : keys) {
            found = ((Yaml.Mapping) found).entries().get(key).value();
        }
        return found;
    }

    @Test
    void envFilesOfOneNameInTwoFoldersAreTwoFiles() {
        folder.file("shared/base.yaml", "services: { base: { image: x, env_file: [.env, common.env] } }")
                .file("compose.yaml", """
                        services:
                          app:
                            extends: { file: shared/base.yaml, service: base }
                            env_file: .env
                        """);

        assertThat(folder.app("compose.yaml")).containsEntry("env_file", List.of(".env", "common.env", ".env"));
    }

    @Test
    void resetInAServiceTakesAwayWhatItExtends() {
        folder.file("compose.yaml", """
                services:
                  base: {image: x, ports: ['1:1']}
                  app: {extends: base, ports: !reset []}
                """);

        assertThat(folder.app("compose.yaml")).isEqualTo(Map.of("image", "x"));
    }

    @Test
    void cyclesUnknownNamesAndUrlsAreRefusedAllAtOnce() {
        folder.file("compose.yaml", """
                services:
                  app: {extends: bsae}
                  base: {image: x}
                  one: {extends: two}
                  two: {extends: one}
                  far: {extends: {file: "https://example.com/c.yaml", service: base}}
                  gone: {extends: {file: gone.yaml, service: base}}
                """);

        folder.model("compose.yaml");

        assertThat(folder.problemsText())
                .contains("'extends' names an unknown service 'bsae'; did you mean 'base'?")
                .contains("'extends' forms a cycle")
                .contains("would have to be fetched")
                .contains("compose.yaml:7:26: cannot extend: no such file");
    }

    @Test
    void aChainThatNobodyWritesEndsInAMessage() {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("  s%d: {extends: s%d}\n".formatted(i, i + 1));
        }

        folder.file("compose.yaml", text + "  s20000: {image: x}\n").model("compose.yaml");

        assertThat(folder.problemsText()).contains("'extends' reaches through more than 50 services");
    }

    @Test
    void manyServicesMayExtendOne() {
        StringBuilder text = new StringBuilder("services:\n  base: {image: x}\n");
        for (int i = 0; i < 3_000; i++) {
            text.append("  s%d: {extends: base}\n".formatted(i));
        }

        folder.file("compose.yaml", text.toString()).model("compose.yaml");

        assertThat(folder.problemsText()).isEmpty();
    }

    @Test
    void filesThatExtendEachOtherEndInAMessage() {
        folder.file("compose.yaml", "services: {app: {extends: {file: b.yaml, service: app}}}\n")
                .file("b.yaml", "services: {app: {extends: {file: compose.yaml, service: app}}}\n");

        folder.model("compose.yaml");

        assertThat(folder.problemsText()).contains("'extends' reaches through more than 50 services");
    }

    @Test
    void whatIsIncludedHasItsOwnFolderAndVariables() {
        folder.file("compose.yaml", "include: [sub/compose.yaml]\nservices: {app: {image: a}}\n")
                .file("sub/compose.yaml", """
                        services: {db: {image: "db:${TAG}", user: "${WHO}"}}
                        volumes: {data: }
                        """)
                .file("sub/.env", "TAG=1\nWHO=sub\n")
                .file(".env", "WHO=main\n");

        assertThat(folder.model("compose.yaml"))
                .isEqualTo(Map.of(
                        "services",
                        Map.of("app", Map.of("image", "a"), "db", Map.of("image", "db:1", "user", "main")),
                        "volumes",
                        Map.of("data", "null")));
    }

    @Test
    void envFilesOfTheWholeProjectAreNotLookedForInItsParts() {
        folder.variable("COMPOSE_ENV_FILES", "main.env")
                .file("main.env", "TAG=1\n")
                .file("compose.yaml", "include: [sub/compose.yaml]\n")
                .file("sub/compose.yaml", "services: {app: {image: 'x:${TAG}'}}\n");

        assertThat(folder.app("compose.yaml")).isEqualTo(Map.of("image", "x:1"));
        assertThat(folder.problemsText()).isEmpty();
    }

    @Test
    void theLongFormLaysFilesOverEachOther() {
        folder.file("compose.yaml", """
                        include:
                          - path: [sub/a.yaml, sub/b.yaml]
                            project_directory: other
                            env_file: vars.env
                        services: {}
                        """)
                .file("vars.env", "TAG=7\n")
                .file("sub/a.yaml", "services: {app: {image: 'x:${TAG}', env_file: e}}\n")
                .file("sub/b.yaml", "services: {app: {tty: true}}\n");

        Yaml.Mapping root = folder.loaded(ComposeRequest.of(temporary.resolve("compose.yaml"), Map.of()))
                .root();

        assertThat(ComposeFolder.plain(at(root, "services", "app")))
                .isEqualTo(Map.of("image", "x:7", "env_file", "e", "tty", "true"));
        assertThat(at(root, "services", "app", "env_file").at().folder()).isEqualTo(temporary.resolve("other"));
    }

    @Test
    void aFurtherFileLiesOverWhatIsIncluded() {
        folder.file("compose.yaml", "include: [sub.yaml]\n")
                .file("sub.yaml", "services: {app: {image: x, tty: true}}\n")
                .file("over.yaml", "services: {app: {image: y}}\n");

        assertThat(folder.app("compose.yaml", "over.yaml")).isEqualTo(Map.of("image", "y", "tty", "true"));
    }

    @Test
    void twoThatDifferUnderOneNameAreRefusedAndTwoThatAgreeAreNot() {
        folder.file("compose.yaml", """
                        include: [a.yaml, b.yaml]
                        services: {app: {image: other}, same: {image: s}}
                        """)
                .file("a.yaml", "services: {app: {image: x}, same: {image: s}}\n")
                .file("b.yaml", "services: {same: {image: s}}\nservics: {}\n");

        folder.model("compose.yaml");

        assertThat(folder.problemsText())
                .contains("2 problems")
                .contains("services 'app' is also that of an included file, at a.yaml:1:12, and differs")
                .contains("unknown key in an included file: 'servics'; did you mean 'services'?");
    }

    @Test
    void cyclesMissingFilesAndUrlsAreRefused() {
        folder.file("compose.yaml", "include: [a.yaml, gone.yaml, 'oci://x/y', 'git@host:a/b.git']\n")
                .file("a.yaml", "include: [compose.yaml]\nservices: {}\n");

        folder.model("compose.yaml");

        assertThat(folder.problemsText())
                .contains("'include' forms a cycle: compose.yaml -> a.yaml -> compose.yaml")
                .contains("compose.yaml:1:19: cannot include: no such file")
                .contains("'oci://x/y' would have to be fetched")
                .contains("'git@host:a/b.git' would have to be fetched");
    }

    @Test
    void aCycleThroughTheSecondOfSeveralFilesIsRefusedToo() {
        folder.file("compose.yaml", "include: [{ path: [a.yaml, compose.yaml] }]\nservices: { app: { image: x } }")
                .file("a.yaml", "services: { b: { image: y } }")
                .model("compose.yaml");

        assertThat(folder.problemsText()).contains("'include' forms a cycle: compose.yaml -> compose.yaml");
    }

    @Test
    void filesThatMultiplyAreStopped() {
        for (int i = 0; i < 20; i++) {
            folder.file(i + ".yaml", "include: [%d.yaml, %d.yaml]\nservices: {}\n".formatted(i + 1, i + 1));
        }
        folder.file("20.yaml", "services: {}\n");

        folder.model("0.yaml");

        assertThat(folder.problemsText()).contains("consists of more than 500 files");
    }
}
