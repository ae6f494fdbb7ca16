package io.archtest.cli;

import io.archtest.model.InvalidRequestException;
import picocli.CommandLine.Option;

/** How much a command says. */
final class DetailOptions {
    @Option(
            names = {"-q", "--quiet"},
            description = "Say only the verdict and what failed.")
    private boolean quiet;

    @Option(
            names = "--verbose",
            description =
                    "Also say each phase of each component, each change of its health, and how long each check took.")
    private boolean verbose;

    /** @throws InvalidRequestException when both are asked for */
    Detail detail() {
        if (quiet && verbose) {
            throw new InvalidRequestException("--quiet and --verbose are opposites; give one of them");
        }
        if (quiet) {
            return Detail.QUIET;
        }
        return verbose ? Detail.VERBOSE : Detail.NORMAL;
    }
}
