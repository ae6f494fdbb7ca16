package io.archtest.profile.colima;

import io.archtest.engine.Engine;
import io.archtest.model.Architecture;
import io.archtest.profile.HeldProfiles;
import io.archtest.profile.Profile;
import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileListener;
import io.archtest.profile.ProfileProvider;
import io.archtest.profile.ProfileState;
import io.archtest.profile.ProfileStatus;
import io.archtest.profile.Reach;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A Colima machine for each architecture: one that runs already, else archtest's own. */
public final class ColimaProfiles implements ProfileProvider {
    static final String PROVIDER = "colima";

    private final ColimaMachines machines;
    private final ColimaHome home;
    private final ColimaHost host;
    private final Wish wish;
    private final Function<String, Engine> connector;
    private final Map<Architecture, String> names = new EnumMap<>(Architecture.class);
    private @Nullable List<ProfileStatus> found;

    /** What to do with machines that were started for a run, when nobody else uses them. */
    public enum Afterwards {
        STOP,
        /** Delete those that were created for it, and stop the others. */
        DELETE,
        KEEP
    }

    /**
     * What was asked for.
     *
     * @param named profiles to use, by architecture; found or archtest's own where there is none
     * @param size of a new machine, by the memory in bytes that its components reserve
     */
    public record Wish(
            Map<Architecture, String> named,
            LongFunction<MachineSize> size,
            Optional<String> cpuType,
            Afterwards afterwards) {
        public Wish {
            named = Map.copyOf(named);
        }
    }

    /** @param connector connects to an engine's endpoint */
    public ColimaProfiles(
            ColimaMachines machines, ColimaHome home, ColimaHost host, Wish wish, Function<String, Engine> connector) {
        this.machines = machines;
        this.home = home;
        this.host = host;
        this.wish = wish;
        this.connector = connector;
    }

    @Override
    public String name() {
        return PROVIDER;
    }

    @Override
    public Architecture hostArchitecture() {
        return host.architecture();
    }

    @Override
    public synchronized Optional<Profile> profile(Architecture architecture) {
        String name = names.computeIfAbsent(
                architecture, any -> Optional.ofNullable(wish.named().get(any)).orElseGet(() -> choose(any)));
        return Optional.of(new Profile(
                name,
                PROVIDER,
                architecture,
                "unix://" + home.socket(name),
                host.accelerated() ? Set.of(host.architecture()) : Set.of(),
                Reach.hostLoopback(),
                false));
    }

    /**
     * Refuses, before anything is started, what this host lacks for machines that would have to be started.
     *
     * @throws ProfileException with what is missing
     */
    public void refuseIfUnfit(Collection<Architecture> architectures) {
        for (Architecture architecture : architectures) {
            profile(architecture).ifPresent(profile -> machines.refuseIfUnfit(profile.name(), architecture));
        }
    }

    /** Asked once: a machine that hangs takes long. None where Colima can't be: planning needs none. */
    private List<ProfileStatus> found() {
        if (found == null) {
            try {
                found = machines.all();
            } catch (ProfileException e) {
                found = List.of();
            }
        }
        return found;
    }

    private String choose(Architecture architecture) {
        String own = ColimaMachines.PREFIX + architecture.word();
        return found().stream()
                .filter(status -> status.state() == ProfileState.RUNNING_READY)
                .filter(status -> status.architecture().equals(Optional.of(architecture)))
                .map(ProfileStatus::name)
                .min(Comparator.comparing((String name) -> !name.equals(own))
                        .thenComparing(name -> !name.equals("default"))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(own);
    }

    @Override
    public HeldProfiles hold(ProfileListener listener) {
        return new HeldMachines(machines, wish, connector, listener);
    }

    @Override
    public List<ProfileStatus> statuses() {
        return machines.all();
    }
}
