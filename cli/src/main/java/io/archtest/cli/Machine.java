package io.archtest.cli;

import io.archtest.cli.Diagnosis.Part;
import io.archtest.engine.Engine;
import io.archtest.host.CommandRunner;
import io.archtest.host.Doctor;
import io.archtest.host.HostFacts;
import io.archtest.host.HostInspection;
import io.archtest.host.HostSetup;
import io.archtest.host.HostSystem;
import io.archtest.host.OwnEngine;
import io.archtest.host.Ownership;
import io.archtest.host.StateFolder;
import io.archtest.image.ContainerUnpacker;
import io.archtest.image.HostUnpacker;
import io.archtest.image.Unpacker;
import io.archtest.model.Architecture;
import io.archtest.model.UnsupportedHostException;
import io.archtest.profile.DockerContext;
import io.archtest.profile.DockerContexts;
import io.archtest.profile.DockerProfiles;
import io.archtest.profile.ProfileProvider;
import io.archtest.profile.colima.ColimaDoctor;
import io.archtest.profile.colima.ColimaFacts;
import io.archtest.profile.colima.ColimaProfiles;
import io.archtest.profile.colima.HomebrewSetup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** This host, as the commands need it. */
final class Machine {
    private static final String UNIX = "unix://";

    private final CommandRunner runner = new CommandRunner();
    private final Map<String, String> environment;
    private final HostSystem system;
    private final ProviderOptions options;
    private final Colima colima;
    private final StateFolder state;
    private final Path socket;

    /** Only an engine on a Unix socket can be set up. */
    Machine(Surroundings surroundings, ProviderOptions options) {
        this.environment = surroundings.environment();
        this.system = surroundings.system();
        this.options = options;
        this.colima = new Colima(surroundings);
        this.state = StateFolder.of(environment);
        String engine = options.engine();
        this.socket =
                Path.of((engine.startsWith(UNIX) ? engine : DockerProfiles.DEFAULT_ENDPOINT).substring(UNIX.length()));
    }

    StateFolder state() {
        return state;
    }

    /**
     * What unpacks the packages that images are built of.
     *
     * @param engines connects to the engine that does it where this host has no program for it
     */
    Unpacker unpacker(HostFacts facts, Ownership owner, Supplier<Engine> engines) {
        return facts.has("mmdebstrap") ? new HostUnpacker(runner) : new ContainerUnpacker(engines, owner, environment);
    }

    HostFacts facts() {
        return new HostInspection(system, runner).inspect(socket);
    }

    OwnEngine ownEngine() {
        return new OwnEngine(state.engine(), socket);
    }

    /** {@code --provider}, with {@code auto} resolved by what there is. */
    ProfileProvider provider(HostFacts facts) {
        return resolved(facts).equals(ProviderChoice.COLIMA) ? colima.profiles(options) : docker(facts.architecture());
    }

    Colima colima() {
        return colima;
    }

    /** The provider's name, likewise. */
    String resolved(HostFacts facts) {
        if (!options.choice().automatic()) {
            return options.choice().name();
        }
        boolean dockerHere = facts.linux() && facts.engineAnswers();
        boolean asked = !options.engine().equals(DockerProfiles.DEFAULT_ENDPOINT)
                || !options.reach().isEmpty();
        boolean other = !dockerHere && !asked && (colima.installed() || !facts.linux());
        return other ? ProviderChoice.COLIMA : ProviderChoice.DOCKER;
    }

    /** For a list of what there is. */
    List<ProfileProvider> allProviders() {
        List<ProfileProvider> providers = new ArrayList<>();
        if (!options.choice().name().equals(ProviderChoice.COLIMA)) {
            providers.add(docker(facts().architecture()));
        }
        if (!options.choice().name().equals(ProviderChoice.DOCKER)
                && (colima.installed() || !options.choice().automatic())) {
            providers.add(colima.profiles(options));
        }
        return providers;
    }

    private DockerProfiles docker(Architecture host) {
        DockerContexts contexts = DockerContexts.of(environment);
        Map<Architecture, DockerContext> chosen = new EnumMap<>(Architecture.class);
        options.profiles().forEach((architecture, name) -> chosen.put(architecture, contexts.require(name)));
        return new DockerProfiles(options.engine(), host, chosen, options.reach());
    }

    /** Installs what the provider needs for these architectures, and starts its engine; says what it runs. Blocks. */
    void setUp(HostFacts facts, Set<Architecture> architectures, Consumer<String> out) {
        if (resolved(facts).equals(ProviderChoice.COLIMA)) {
            colima.setup().apply(architectures, out);
        } else {
            setUpDocker(facts, out);
        }
    }

    void setUpDocker(HostFacts facts, Consumer<String> out) {
        new HostSetup(runner, ownEngine()).apply(facts, out);
    }

    /** What there is for the provider that was asked for; by {@code auto} for each that could be. */
    Diagnosis diagnosis() {
        HostFacts facts = facts();
        List<Part> parts = new ArrayList<>();
        boolean automatic = options.choice().automatic();
        if (automatic ? facts.linux() : options.choice().name().equals(ProviderChoice.DOCKER)) {
            parts.add(new Part(Doctor.docker(facts), facts.linux() ? HostSetup.missing(facts) : List.of()));
        }
        if (automatic
                ? !facts.linux() || colima.installed()
                : options.choice().name().equals(ProviderChoice.COLIMA)) {
            ColimaFacts found = colima.facts();
            parts.add(new Part(
                    ColimaDoctor.examine(found),
                    HomebrewSetup.able(found)
                            ? HomebrewSetup.missing(found, List.of(Architecture.values()))
                            : List.of()));
        }
        return new Diagnosis(facts, Doctor.host(facts), parts, resolved(facts));
    }

    /** Refuses, with what is missing and the command that helps, before anything is started. */
    void refuseIfUnfit(ProfileProvider provider, HostFacts facts, Set<Architecture> architectures) {
        List<String> problems = new ArrayList<>();
        if (provider instanceof ColimaProfiles machines) {
            machines.refuseIfUnfit(architectures);
        } else {
            Set<Architecture> local = new TreeSet<>(architectures);
            local.removeAll(options.profiles().keySet());
            String problem = local.isEmpty() ? "" : Doctor.problem(facts, local);
            if (!problem.isEmpty()) {
                problems.add(problem);
            }
        }
        if (!problems.isEmpty()) {
            throw new UnsupportedHostException(
                    "This host can't run it: %s.%n  To install and start what is missing: archtest setup%n  or in one go: archtest run ... --setup%s"
                            .formatted(String.join("; ", problems), byHand(facts)));
        }
    }

    private static String byHand(HostFacts facts) {
        List<String> lines = new ArrayList<>();
        HostSetup.missing(facts).forEach(step -> lines.add(step.line()));
        if (!facts.engineAnswers() && !facts.systemd()) {
            lines.add("setsid dockerd &");
        }
        return "\n  which runs:\n    " + String.join("\n    ", lines);
    }
}
