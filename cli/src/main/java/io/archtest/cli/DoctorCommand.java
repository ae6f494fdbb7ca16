package io.archtest.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code archtest doctor}: exit 0 when both architectures can run by a provider that was asked for, 4 when not. */
@Command(
        description = "Says what this host has and lacks, and what it can run.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private ProviderChoice choice = new ProviderChoice();

    @Option(names = "--json", description = "One JSON object instead of lines.")
    private boolean json;

    private final Surroundings surroundings;

    DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Diagnosis diagnosis = new Machine(surroundings, ProviderOptions.of(choice)).diagnosis();
        DiagnosisPrinter printer = new DiagnosisPrinter(surroundings.out());
        if (json) {
            printer.printJson(diagnosis);
        } else {
            printer.print(diagnosis);
        }
        return diagnosis.runsBoth().isPresent() ? ExitCode.PASSED : ExitCode.UNSUPPORTED_HOST;
    }
}
