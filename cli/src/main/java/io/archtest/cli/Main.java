package io.archtest.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The process: standard streams, environment, exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        boolean terminal = Boolean.getBoolean("archtest.terminal");
        int exitCode = new Archtest(new Surroundings(out, err, System.getenv(), terminal)).run(arguments);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }
}
