package io.archtest.engine;

/** A command's end; {@code exitCode} as the shell would say it. */
public record ExecResult(int exitCode, String output, String errorOutput) {
    public boolean succeeded() {
        return exitCode == 0;
    }
}
