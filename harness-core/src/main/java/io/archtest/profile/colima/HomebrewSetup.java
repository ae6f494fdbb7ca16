package io.archtest.profile.colima;

import io.archtest.host.CommandRunner;
import io.archtest.host.Examination;
import io.archtest.host.Examination.Verdict;
import io.archtest.host.SetupStep;
import io.archtest.host.StepRunner;
import io.archtest.model.Architecture;
import io.archtest.model.UnsupportedHostException;
import io.archtest.profile.colima.Preflight.Lack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Installs with Homebrew what a host lacks for Colima's machines. Only what is missing: nothing that is here is upgraded,
 * since machines of the user's own may run on it.
 */
public final class HomebrewSetup {
    /** On a system for which Homebrew has no packages any more it compiles, but nobody waits for QEMU that long. */
    private static final Duration LIMIT = Duration.ofMinutes(60);

    private final CommandRunner runner;
    private final Supplier<ColimaFacts> look;

    /** @param look reads the host anew */
    public HomebrewSetup(CommandRunner runner, Supplier<ColimaFacts> look) {
        this.runner = runner;
        this.look = look;
    }

    /** What is to be installed for machines of these architectures; empty when nothing is. */
    public static List<SetupStep> missing(ColimaFacts facts, Collection<Architecture> architectures) {
        Set<String> formulas = formulas(facts, architectures);
        if (formulas.isEmpty()) {
            return List.of();
        }
        // newer Homebrews ask before they install, and all of them may remove old versions of the user's other programs
        List<String> command = new ArrayList<>(List.of("env", "HOMEBREW_NO_ASK=1", "HOMEBREW_NO_INSTALL_CLEANUP=1"));
        command.add(facts.installed().path("brew").map(Path::toString).orElse("brew"));
        command.add("install");
        command.addAll(formulas);
        return List.of(new SetupStep("the host lacks " + lacking(facts, architectures), command));
    }

    /** Whether it could install anything. */
    public static boolean able(ColimaFacts facts) {
        return facts.installed().has("brew") && !facts.superuser();
    }

    /**
     * Refuses where Homebrew is needed and can't be used, or would download in vain; runs nothing.
     *
     * @throws UnsupportedHostException with what to do instead
     */
    public static void refuseIfUnable(ColimaFacts facts, Collection<Architecture> architectures) {
        List<SetupStep> steps = missing(facts, architectures);
        if (steps.isEmpty()) {
            return;
        }
        for (Architecture architecture : architectures) {
            Optional<String> why = Preflight.impossible(facts.host(), architecture, facts.lima());
            if (why.isPresent()) {
                throw new UnsupportedHostException(
                        "Nothing was installed: machines of %s couldn't run here afterwards either: %s"
                                .formatted(architecture, why.get()));
            }
        }
        if (facts.superuser()) {
            throw new UnsupportedHostException(
                    "Homebrew refuses to run as root, and so does Lima. Run archtest as the user of the machines; it would run:%n  %s"
                            .formatted(steps.get(0).line()));
        }
        if (!facts.installed().has("brew")) {
            throw new UnsupportedHostException(
                    "The host lacks %s. Set-up for Colima installs with Homebrew, which is not here (no 'brew' on the PATH): get it from https://brew.sh and run this again, or install by hand: %s"
                            .formatted(
                                    lacking(facts, architectures), String.join(", ", formulas(facts, architectures))));
        }
    }

    /**
     * Installs what is missing, printing the command first, and looks again: an exit code proves nothing. Blocks.
     *
     * @return what can run now
     * @throws UnsupportedHostException when something still keeps machines of these architectures from running
     * @throws io.archtest.model.ArchtestException when Homebrew fails
     */
    public Examination apply(Collection<Architecture> architectures, Consumer<String> out) {
        ColimaFacts facts = look.get();
        List<SetupStep> steps = missing(facts, architectures);
        if (!steps.isEmpty()) {
            refuseIfUnable(facts, architectures);
            new StepRunner(runner, LIMIT).run(steps, out);
            facts = look.get();
            if (!formulas(facts, architectures).isEmpty()) {
                throw new UnsupportedHostException(
                        "'%s' ended without an error, but the host still lacks %s. 'brew doctor' may tell why, or 'brew link' may help"
                                .formatted(steps.get(0).line(), lacking(facts, architectures)));
            }
        }
        Examination examination = ColimaDoctor.examine(facts);
        List<Verdict> unfit = examination.verdicts().stream()
                .filter(verdict -> architectures.contains(verdict.architecture()))
                .filter(verdict -> verdict.ability() == Examination.Ability.NONE)
                .toList();
        if (!unfit.isEmpty()) {
            throw new UnsupportedHostException("Nothing is missing that Homebrew could install, and yet %s"
                    .formatted(unfit.stream()
                            .map(verdict -> "%s %s".formatted(verdict.architecture(), verdict.detail()))
                            .collect(Collectors.joining("; "))));
        }
        return examination;
    }

    private static String lacking(ColimaFacts facts, Collection<Architecture> architectures) {
        return String.join(
                ", ",
                lacks(facts, architectures).stream().map(Lack::what).distinct().toList());
    }

    /** Colima's formula brings Lima's. */
    private static Set<String> formulas(ColimaFacts facts, Collection<Architecture> architectures) {
        Set<String> formulas = new LinkedHashSet<>();
        lacks(facts, architectures).forEach(lack -> formulas.add(lack.formula()));
        if (formulas.contains("colima")) {
            formulas.remove("lima");
        }
        return formulas;
    }

    private static List<Lack> lacks(ColimaFacts facts, Collection<Architecture> architectures) {
        return architectures.stream()
                .flatMap(architecture -> Preflight.lacks(facts.installed(), facts.host(), architecture).stream())
                .toList();
    }
}
