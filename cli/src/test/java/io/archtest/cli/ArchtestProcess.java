package io.archtest.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program as a process of its own, as the launcher starts it; its output goes to a file. */
final class ArchtestProcess {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private final Process process;
    private final Path output;

    private ArchtestProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static ArchtestProcess start(Path folder, String... arguments) throws IOException {
        return start(folder, Map.of(), arguments);
    }

    /** With variables over those of this process. */
    static ArchtestProcess start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        // a process group of its own, with no signal ignored: as a shell starts it in a terminal
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=HUP,INT,QUIT",
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                TARGET.resolve("archtest-cli.jar") + File.pathSeparator + TARGET.resolve("lib") + "/*",
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "archtest-", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        return new ArchtestProcess(builder.start(), output);
    }

    Process process() {
        return process;
    }

    /** Signals it and all that it started, as a terminal does on Ctrl-C. */
    void signalGroup(String signal) throws IOException, InterruptedException {
        int exitCode = new ProcessBuilder("kill", "-s", signal, "--", "-" + process.pid())
                .inheritIO()
                .start()
                .waitFor();
        if (exitCode != 0) {
            throw new IOException("no process group " + process.pid());
        }
    }

    /** Waits for its end, ten minutes at the most. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("archtest did not end within ten minutes");
        }
        return process.exitValue();
    }

    String output() throws IOException {
        return Files.readString(output);
    }
}
