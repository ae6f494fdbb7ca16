package io.archtest.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code archtest completion}. */
@Command(
        description = {
            "Prints a script that completes commands and options in bash and zsh.",
            "In ~/.bashrc or ~/.zshrc: source <(archtest completion)"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().print(AutoComplete.bash("archtest", spec.root().commandLine()));
        surroundings.out().flush();
        return ExitCode.PASSED;
    }
}
