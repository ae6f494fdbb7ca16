package io.archtest.cli;

import io.archtest.host.Doctor;
import io.archtest.host.HostFacts;
import io.archtest.host.HostSetup;
import io.archtest.host.SetupStep;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code archtest doctor}: exit 0 when both architectures can run, 4 when not. */
@Command(
        description = "Says what this host has and lacks, and what it can run.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DoctorCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        HostFacts facts = new Machine(surroundings.environment(), new ProviderOptions()).facts();
        List<Doctor.Finding> findings = Doctor.examine(facts);
        for (Doctor.Finding finding : findings) {
            surroundings
                    .out()
                    .println("%-4s %-20s %s%s"
                            .formatted(
                                    finding.good() ? "ok" : "!!",
                                    finding.subject(),
                                    finding.detail(),
                                    finding.remedy().isEmpty() ? "" : "  -> " + finding.remedy()));
        }
        List<SetupStep> missing = HostSetup.missing(facts);
        if (!missing.isEmpty()) {
            surroundings.out().println("'archtest setup' would run:");
            missing.forEach(step -> surroundings.out().println("  " + step.line()));
        }
        return findings.stream().allMatch(Doctor.Finding::good) ? ExitCode.PASSED : ExitCode.UNSUPPORTED_HOST;
    }
}
