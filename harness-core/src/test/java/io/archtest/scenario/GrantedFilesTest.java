package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.FileContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code configs} and {@code secrets} become files of the container. */
class GrantedFilesTest {
    private static final String TOP = """
            configs: { inline: { content: "a: 1" }, file: { file: ./settings.txt, labels: [a=b], name: other } }
            secrets: { token: { environment: TOKEN } }
            """;

    @TempDir
    Path folder;

    private ServiceFixture file;

    @BeforeEach
    void file() throws IOException {
        file = new ServiceFixture(folder);
        Files.writeString(folder.resolve("settings.txt"), "from a file");
    }

    @Test
    void theShortSyntaxHasItsDefaults() {
        assertThat(file.web("configs: [inline, file]\nsecrets: [token]", TOP).files())
                .containsExactly(
                        new FileContent("/inline", "a: 1", 0444, 0, 0),
                        new FileContent("/file", "from a file", 0444, 0, 0),
                        new FileContent("/run/secrets/token", "t0ken", 0444, 0, 0));
    }

    @Test
    void theLongSyntaxSaysWhereAndWhoseItIsAndNobodyMayWrite() {
        assertThat(file.web("""
                configs: [{ source: inline, target: /etc/app.conf, uid: "103", gid: "104", mode: 0640 }]
                secrets: [{ source: token, target: key, mode: "0o755" }, { source: token, target: /abs }]
                """, TOP).files())
                .containsExactly(
                        new FileContent("/etc/app.conf", "a: 1", 0440, 103, 104),
                        new FileContent("/run/secrets/key", "t0ken", 0555, 0, 0),
                        new FileContent("/abs", "t0ken", 0444, 0, 0));
        assertThat(file.web("user: '1000:1001'\nsecrets: [{ source: token, mode: 0400 }]", TOP)
                        .files())
                .containsExactly(new FileContent("/run/secrets/token", "t0ken", 0400, 1000, 1001));
    }

    @Test
    void placesWhereNothingCanBePutAreRefused() {
        assertThat(file.problems("configs: [inline]\nread_only: true", TOP))
                .contains("compose.yaml:5:5", "'/inline' can't be put into the root folder of a 'read_only' container");
        assertThat(file.problems("configs: [{ source: inline, target: /etc/a/b }]\nvolumes: ['./a:/etc/a']", TOP))
                .contains("'/etc/a/b' lies in '/etc/a', which is the host's folder '%s/a'".formatted(folder));
    }

    @Test
    void whatHasNoContentOrTooMuchIsRefused() {
        assertThat(file.problems("configs: [a]", "configs: { a: { file: ./missing } }"))
                .contains("no such file: %s/missing".formatted(folder));
        assertThat(file.problems("", "configs: { a: {} }")).contains("configs 'a' has no content");
        assertThat(file.problems("", "secrets: { a: { environment: NOT_SET } }"))
                .contains("secrets 'a' has no content");
        assertThat(file.problems("", "configs: { a: { content: x, environment: TOKEN } }"))
                .contains("needs one of 'file', 'content' and 'environment'");
        assertThat(file.problems("secrets: [tokem]", TOP)).contains("did you mean 'token'?");
    }
}
