package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** On a terminal of the kernel, by {@code script} of util-linux, which every Debian has. */
@EnabledOnOs(OS.LINUX)
class PseudoTerminalTest {

    @Test
    void theTerminalsOwnWidthIsTakenAndNothingIsLeft() throws Exception {
        String written = written(Map.of("TERM", "xterm"), "");

        assertThat(written).as("it was live").contains("under way", "\u001b[J");
        assertThat(seen(written))
                .containsExactly(
                        "[   0.0 s] run 0a1b2c3d: fixture, placement default, 3",
                        "             components",
                        "[   0.0 s] db                   ready after 0.0 s",
                        "[   0.0 s] removing what was started",
                        "shop: PASSED");
    }

    @Test
    void anExceptionLeavesNothingOfTheBlockEither() throws Exception {
        assertThat(seen(written(Map.of("TERM", "xterm"), "broken")))
                .containsExactly(
                        "[   0.0 s] run 0a1b2c3d: fixture, placement default, 3",
                        "             components",
                        "[   0.0 s] db                   ready after 0.0 s",
                        "archtest: broken");
    }

    @Test
    void aDumbTerminalGetsPlainLines() throws Exception {
        String written = written(Map.of("TERM", "dumb"), "");

        assertThat(written.replace("\r\n", "\n"))
                .doesNotContain("\u001b", "\r", "under way")
                .contains("ready after", "shop: PASSED");
    }

    private static List<String> seen(String written) {
        ScreenModel screen = new ScreenModel(56, 12);
        screen.write(written);
        // how long the JVM took is nobody's business here
        return screen.lines().stream()
                .map(line ->
                        line.replaceFirst("^\\[ *\\d+\\.\\d s]", "[   0.0 s]").replaceFirst("\\d+\\.\\d s$", "0.0 s"))
                .toList();
    }

    private static String written(Map<String, String> environment, String argument)
            throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = "stty cols 56 rows 12; exec '%s' -cp '%s' %s %s"
                .formatted(java, System.getProperty("java.class.path"), LiveDemo.class.getName(), argument);
        List<String> line = new ArrayList<>(List.of("script", "-qefc", command, "/dev/null"));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("COLUMNS", "LINES", "NO_COLOR"));
        builder.environment().putAll(environment);
        builder.environment().put("SHELL", "/bin/sh");
        Process script = builder.start();
        script.getOutputStream().close();
        String written = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).as(written).isEqualTo(argument.isEmpty() ? 0 : 1);
        return written;
    }
}
