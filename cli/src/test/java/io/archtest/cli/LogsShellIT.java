package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.host.StateFolder;
import io.archtest.run.KeptStack;
import io.archtest.run.KeptStacks;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of a stack that is kept, and does in it, with the packaged program. */
class LogsShellIT {
    private static final String NAME = "logs-shell-it";

    @TempDir
    private Path folder;

    private final KeptStacks stacks = new KeptStacks(StateFolder.of(System.getenv()));

    @AfterEach
    void down() throws Exception {
        if (stacks.find(NAME).isPresent()) {
            run("down", NAME);
        }
    }

    @Test
    void logsAndShellsOfAKeptStack() throws Exception {
        ArchtestProcess up = run("up", "cross-arch-nginx", "--images", "packaged", "--name", NAME);
        assertThat(up.exitCode()).as(up.output()).isZero();
        KeptStack stack = stacks.find(NAME).orElseThrow();
        String secret = stack.secrets().get("PAGE");
        String client = "client (%s) | ".formatted(stack.architectures().get("client"));
        ArchtestProcess following = ArchtestProcess.start(folder, "logs", NAME, "-f");

        shells();
        log("first " + secret);
        awaitLine(following, client + "first [secret]");
        restart(stack, "client");
        log("second");
        awaitLine(following, client + "second");
        assertThat(following.output()).containsOnlyOnce(client + "first").doesNotContain(secret);
        ArchtestProcess last = run("logs", NAME, "client", "--tail", "1", "--timestamps");
        assertThat(last.output()).matches("client \\(\\w+\\) \\| \\d{4}-\\S+Z second\n");
        ArchtestProcess unknown = run("logs", NAME, "clent");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.output())
                .contains("No component 'clent' in stack '%s'; there are: nginx, client".formatted(NAME));

        assertThat(run("down", NAME).exitCode()).isZero();
        assertThat(following.exitCode()).as("it ends with the stack").isZero();
    }

    private void shells() throws Exception {
        ArchtestProcess uname = run("shell", NAME, "client", "--", "sh", "-c", "uname -m; exit 7");
        assertThat(uname.exitCode()).as(uname.output()).isEqualTo(7);
        String architecture =
                stacks.find(NAME).orElseThrow().architectures().get("client").replace("arm64", "aarch64");
        assertThat(uname.output()).contains(architecture);
        // its input is empty, so a shell that is opened ends at once
        assertThat(run("shell", NAME, "nginx").exitCode()).isZero();
        ArchtestProcess which = run("shell", NAME);
        assertThat(which.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(which.output()).contains("Which component of stack '%s'? There are: nginx, client".formatted(NAME));
    }

    /** As the component itself would: to the standard output of its first process. */
    private void log(String text) throws Exception {
        ArchtestProcess said =
                run("shell", NAME, "client", "--", "sh", "-c", "echo '%s' >/proc/1/fd/1".formatted(text));
        assertThat(said.exitCode()).as(said.output()).isZero();
    }

    private static void restart(KeptStack stack, String component) throws Exception {
        String id = stack.snapshot().members().stream()
                .filter(member -> member.name().equals(component))
                .findFirst()
                .orElseThrow()
                .containerId();
        assertThat(new ProcessBuilder("docker", "restart", "-t", "0", id)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void awaitLine(ArchtestProcess process, String line) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> process.output().contains(line + "\n"));
    }

    private ArchtestProcess run(String... arguments) throws Exception {
        ArchtestProcess process = ArchtestProcess.start(folder, arguments);
        process.exitCode();
        return process;
    }
}
