package io.archtest.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.host.FileTree;
import io.archtest.host.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With processes whose command lines are like those of docker's program. */
class StaleBuildsTest {
    private static final String LIVING = Ownership.ofThisProcess().label();
    private static final String DEAD = LIVING.replaceFirst("\\d+$", "1");

    private Path folder;

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createTempDirectory(StaleBuilds.FOLDER);
    }

    @AfterEach
    void remove() throws IOException {
        FileTree.remove(folder);
    }

    @Test
    void oneWhoseArchtestIsDeadEndsAndItsFilesAreRemoved() throws Exception {
        Process build = build("build", DEAD);
        try {
            assertThat(StaleBuilds.end()).contains("build of process " + build.pid());
            assertThat(build.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(folder).doesNotExist();
        } finally {
            build.destroyForcibly();
        }
    }

    @Test
    void oneWhoseArchtestLivesAndWhateverElseRunsGoOn() throws Exception {
        Process living = build("build", LIVING);
        Process other = build("images", DEAD);
        try {
            assertThat(StaleBuilds.end())
                    .doesNotContain("build of process " + living.pid(), "build of process " + other.pid());
            assertThat(living.isAlive()).isTrue();
            assertThat(other.isAlive()).isTrue();
            assertThat(folder).exists();
        } finally {
            living.destroyForcibly();
            other.destroyForcibly();
        }
    }

    private Process build(String command, String owner) throws IOException {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "echo begun; read end",
                        "docker",
                        command,
                        "--iidfile",
                        folder.resolve("id").toString(),
                        "--label",
                        "io.archtest.owner=" + owner)
                .start();
        process.getInputStream().read(); // only then the command line is its own
        return process;
    }
}
