package io.archtest.run;

import io.archtest.engine.Engine;
import io.archtest.host.CommandRunner;
import io.archtest.host.Doctor;
import io.archtest.host.HostFacts;
import io.archtest.host.HostInspection;
import io.archtest.host.HostSetup;
import io.archtest.host.HostSystem;
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
import io.archtest.profile.colima.Colima;
import io.archtest.profile.colima.ColimaProfiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The providers on this host, and which one is meant. */
public final class Providers {
    private static final String UNIX = "unix://";

    private final CommandRunner runner = new CommandRunner();
    private final Map<String, String> environment;
    private final HostSystem system;
    private final ProviderWish wish;
    private final Colima colima;
    private final Path socket;

    /** @param environment of this process */
    public Providers(Map<String, String> environment, HostSystem system, ProviderWish wish) {
        this.environment = environment;
        this.system = system;
        this.wish = wish;
        this.colima = new Colima(environment, system);
        String engine = wish.engine();
        this.socket =
                Path.of((engine.startsWith(UNIX) ? engine : DockerProfiles.DEFAULT_ENDPOINT).substring(UNIX.length()));
    }

    /** This process's surroundings. */
    public static Providers ofThisHost(ProviderWish wish) {
        return new Providers(System.getenv(), HostSystem.current(), wish);
    }

    Map<String, String> environment() {
        return environment;
    }

    public ProviderWish wish() {
        return wish;
    }

    public StateFolder state() {
        return StateFolder.of(environment);
    }

    /** Where the host's own Docker daemon listens. */
    public Path socket() {
        return socket;
    }

    /** As the host is now. */
    public HostFacts facts() {
        return new HostInspection(system, runner).inspect(socket);
    }

    public Colima colima() {
        return colima;
    }

    /** The provider's name, with {@code auto} resolved by what there is. */
    public String resolved(HostFacts facts) {
        if (!wish.automatic()) {
            return wish.choice();
        }
        boolean dockerHere = facts.linux() && facts.engineAnswers();
        boolean asked = !wish.engine().equals(DockerProfiles.DEFAULT_ENDPOINT)
                || !wish.reach().isEmpty();
        boolean other = !dockerHere && !asked && (colima.installed() || !facts.linux());
        return other ? ProviderWish.COLIMA : ProviderWish.DOCKER;
    }

    /** The provider itself, likewise. */
    public ProfileProvider provider(HostFacts facts) {
        return resolved(facts).equals(ProviderWish.COLIMA) ? machines() : docker(facts.architecture());
    }

    /** For a list of what there is. */
    public List<ProfileProvider> all() {
        List<ProfileProvider> providers = new ArrayList<>();
        if (!wish.choice().equals(ProviderWish.COLIMA)) {
            providers.add(docker(facts().architecture()));
        }
        if (!wish.choice().equals(ProviderWish.DOCKER) && (colima.installed() || !wish.automatic())) {
            providers.add(machines());
        }
        return providers;
    }

    private ColimaProfiles machines() {
        return colima.profiles(wish.profiles(), wish.machines());
    }

    private DockerProfiles docker(Architecture host) {
        DockerContexts contexts = DockerContexts.of(environment);
        Map<Architecture, DockerContext> chosen = new EnumMap<>(Architecture.class);
        wish.profiles().forEach((architecture, name) -> chosen.put(architecture, contexts.require(name)));
        return new DockerProfiles(wish.engine(), host, chosen, wish.reach());
    }

    /**
     * What unpacks the packages that images are built of.
     *
     * @param engines connects to the engine that does it where this host has no program for it
     */
    Unpacker unpacker(HostFacts facts, Ownership owner, Supplier<Engine> engines) {
        return facts.has("mmdebstrap") ? new HostUnpacker(runner) : new ContainerUnpacker(engines, owner, environment);
    }

    /**
     * Refuses, before anything is started, what can't run here.
     *
     * @throws UnsupportedHostException with what is missing and the command that helps
     */
    public void refuseIfUnfit(ProfileProvider provider, HostFacts facts, Set<Architecture> architectures) {
        if (provider instanceof ColimaProfiles machines) {
            machines.refuseIfUnfit(architectures);
            return;
        }
        Set<Architecture> local = new TreeSet<>(architectures);
        local.removeAll(wish.profiles().keySet());
        String problem = local.isEmpty() ? "" : Doctor.problem(facts, local);
        if (!problem.isEmpty()) {
            throw new UnsupportedHostException(
                    "This host can't run it: %s.%n  To install and start what is missing: archtest setup%n  or in one go: archtest run ... --setup%s"
                            .formatted(problem, byHand(facts)));
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
