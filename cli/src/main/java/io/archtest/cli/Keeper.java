package io.archtest.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** Another process of this program, which keeps a stack running when this one has ended; it writes to a log. */
final class Keeper {
    private final Process process;
    private final Path log;
    private long printed;

    Keeper(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it as this process was started.
     *
     * @param arguments of {@link KeepCommand}
     */
    static Process start(List<String> arguments, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-agentlib:") && !argument.startsWith("-Darchtest.terminal"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), KeepCommand.NAME));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Prints what it logs, until {@code up} or its end. */
    void follow(PrintWriter out, BooleanSupplier up) {
        Awaitility.await()
                .forever()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    boolean over = !process.isAlive() || up.getAsBoolean();
                    print(out);
                    return over;
                });
    }

    private void print(PrintWriter out) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] fresh = new byte[(int) (file.length() - printed)];
            file.seek(printed);
            file.readFully(fresh);
            printed += fresh.length;
            out.print(new String(fresh, StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
