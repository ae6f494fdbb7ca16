package io.archtest.cli;

import io.archtest.cli.Diagnosis.Part;
import io.archtest.host.CommandRunner;
import io.archtest.host.Doctor;
import io.archtest.host.HostFacts;
import io.archtest.host.HostSetup;
import io.archtest.host.OwnEngine;
import io.archtest.model.Architecture;
import io.archtest.profile.colima.ColimaDoctor;
import io.archtest.profile.colima.ColimaFacts;
import io.archtest.profile.colima.HomebrewSetup;
import io.archtest.run.ProviderWish;
import io.archtest.run.Providers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** This host, as the commands need it. Only an engine on a Unix socket can be set up. */
final class Machine {
    private final CommandRunner runner = new CommandRunner();
    private final Providers providers;

    Machine(Surroundings surroundings, ProviderOptions options) {
        this.providers = new Providers(surroundings.environment(), surroundings.system(), options.wish());
    }

    Providers providers() {
        return providers;
    }

    OwnEngine ownEngine() {
        return new OwnEngine(providers.state().engine(), providers.socket());
    }

    /** Installs what the provider needs for these architectures, and starts its engine; says what it runs. Blocks. */
    void setUp(HostFacts facts, Set<Architecture> architectures, Consumer<String> out) {
        if (providers.resolved(facts).equals(ProviderWish.COLIMA)) {
            providers.colima().setup().apply(architectures, out);
        } else {
            setUpDocker(facts, out);
        }
    }

    void setUpDocker(HostFacts facts, Consumer<String> out) {
        new HostSetup(runner, ownEngine()).apply(facts, out);
    }

    /** What there is for the provider that was asked for; by {@code auto} for each that could be. */
    Diagnosis diagnosis() {
        ProviderWish wish = providers.wish();
        HostFacts facts = providers.facts();
        List<Part> parts = new ArrayList<>();
        if (wish.automatic() ? facts.linux() : wish.choice().equals(ProviderWish.DOCKER)) {
            parts.add(new Part(Doctor.docker(facts), facts.linux() ? HostSetup.missing(facts) : List.of()));
        }
        if (wish.automatic()
                ? !facts.linux() || providers.colima().installed()
                : wish.choice().equals(ProviderWish.COLIMA)) {
            ColimaFacts found = providers.colima().facts();
            parts.add(new Part(
                    ColimaDoctor.examine(found),
                    HomebrewSetup.able(found)
                            ? HomebrewSetup.missing(found, List.of(Architecture.values()))
                            : List.of()));
        }
        return new Diagnosis(facts, Doctor.host(facts), parts, providers.resolved(facts));
    }
}
