package io.archtest.run;

import io.archtest.engine.Engine;
import io.archtest.engine.EngineException;
import io.archtest.engine.Engines;
import io.archtest.image.AvailableArchitectures;
import io.archtest.image.OfferFinder;
import io.archtest.model.Architecture;
import io.archtest.profile.Profile;
import io.archtest.profile.ProfileProvider;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What a provider's engines, and registries through them, have images for. Engines that don't answer are left alone, as are
 * machines that would have to be started and engines behind other ways than a local socket: then nothing is known.
 */
public final class FoundArchitectures {
    /** By engines: all plans of one process mean the same by a placement's name, and ask no registry twice. */
    private static final Map<String, AvailableArchitectures> FINDERS = new ConcurrentHashMap<>();

    private FoundArchitectures() {}

    public static AvailableArchitectures with(ProfileProvider provider) {
        String engines = Arrays.stream(Architecture.values())
                .map(architecture ->
                        provider.profile(architecture).map(Profile::endpoint).orElse(""))
                .collect(Collectors.joining(" "));
        return FINDERS.computeIfAbsent(engines, any -> new OfferFinder(architecture -> engine(provider, architecture)));
    }

    private static Optional<Engine> engine(ProfileProvider provider, Architecture architecture) {
        try {
            return provider.profile(architecture)
                    .map(Profile::endpoint)
                    .filter(endpoint -> endpoint.startsWith("unix://"))
                    .map(Engines::connect);
        } catch (EngineException e) {
            return Optional.empty(); // planning needs no engine: what it would have said isn't known then
        }
    }
}
