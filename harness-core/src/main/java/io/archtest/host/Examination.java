package io.archtest.host;

import io.archtest.model.Architecture;
import java.util.List;
import java.util.Locale;

/** What a host has and lacks for one provider, and what it can so run. */
public record Examination(String provider, List<Doctor.Finding> findings, List<Verdict> verdicts) {
    /** How an architecture can run. */
    public enum Ability {
        NATIVE,
        EMULATED,
        /** Nothing speaks against it, and nobody has shown it. */
        UNPROVEN,
        NONE;

        public boolean runs() {
            return this == NATIVE || this == EMULATED;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether an architecture can run, how, or why not. */
    public record Verdict(Architecture architecture, Ability ability, String detail) {}

    public Examination {
        findings = List.copyOf(findings);
        verdicts = List.copyOf(verdicts);
    }

    /** Whether all that this provider was examined for can run: both architectures. */
    public boolean runsAll() {
        return verdicts.stream().allMatch(verdict -> verdict.ability().runs());
    }
}
