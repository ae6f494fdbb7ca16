package io.archtest.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The process: standard streams, environment, exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        boolean terminal = Boolean.getBoolean("archtest.terminal");
        PrintWriter err = writer(System.err);
        int exitCode = run(new FileOutputStream(FileDescriptor.out), err, System.getenv(), terminal, arguments);
        err.flush();
        System.exit(exitCode);
    }

    /** Returns the exit code. */
    static int run(
            OutputStream output,
            PrintWriter err,
            Map<String, String> environment,
            boolean terminal,
            String... arguments) {
        StandardOutput standard = new StandardOutput(output);
        PrintWriter out = writer(standard);
        int exitCode = new Archtest(new Surroundings(out, err, environment, terminal)).run(arguments);
        out.flush();
        Optional<String> lost = standard.lost();
        lost.ifPresent(reason -> err.println("archtest: standard output is not whole: " + reason));
        return lost.isPresent() && exitCode == ExitCode.PASSED ? ExitCode.NOT_STARTED : exitCode;
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
