package io.archtest.cli;

import io.archtest.host.Doctor.Finding;
import io.archtest.host.Examination;
import io.archtest.host.HostFacts;
import io.archtest.host.SetupStep;
import java.util.List;
import java.util.Optional;

/**
 * All that {@code doctor} found out.
 *
 * @param host what matters whatever the provider is
 * @param parts by provider
 * @param used the provider that a run takes with the same {@code --provider}
 */
record Diagnosis(HostFacts facts, List<Finding> host, List<Part> parts, String used) {

    /**
     * One provider.
     *
     * @param setup what {@code archtest setup} would run for it; nothing where it would refuse
     */
    record Part(Examination examination, List<SetupStep> setup) {
        String provider() {
            return examination.provider();
        }
    }

    Diagnosis {
        host = List.copyOf(host);
        parts = List.copyOf(parts);
    }

    /** The provider by which both architectures can run; the one that a run takes, if it is among several. */
    Optional<String> runsBoth() {
        if (!host.stream().allMatch(Finding::good)) {
            return Optional.empty();
        }
        List<String> able = parts.stream()
                .filter(part -> part.examination().runsAll())
                .map(Part::provider)
                .toList();
        return able.contains(used) ? Optional.of(used) : able.stream().findFirst();
    }

    /** In one sentence. */
    String summary() {
        return runsBoth()
                .map(provider -> provider.equals(used)
                        ? "both architectures can run by provider %s".formatted(provider)
                        : "both architectures can run by --provider %s; without it, a run here takes %s"
                                .formatted(provider, used))
                .orElse("this host can't run both architectures now");
    }
}
