package io.archtest.run;

import io.archtest.engine.Engine;
import io.archtest.engine.EngineException;
import io.archtest.engine.Engines;
import io.archtest.image.ImagePorts;
import io.archtest.image.OfficialImagePorts;
import io.archtest.image.RecipePorts;
import io.archtest.model.Architecture;
import io.archtest.profile.Profile;
import io.archtest.profile.ProfileProvider;
import io.archtest.scenario.Scenario;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What images say that an engine holds already; where no engine answers, nothing is known. */
public final class HeldImagePorts implements ImagePorts {
    private final String endpoint;
    private final Map<String, Optional<List<Integer>>> known = new HashMap<>();

    HeldImagePorts(String endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * The recipes of packaged images, then those that the provider's own engine holds, if it is one of this host, then what
     * official images are known to expose.
     */
    public static ImagePorts with(ProfileProvider provider) {
        return provider.profile(provider.hostArchitecture())
                .map(Profile::endpoint)
                .filter(endpoint -> endpoint.startsWith("unix://"))
                .map(endpoint -> new RecipePorts().or(new HeldImagePorts(endpoint)))
                .orElseGet(RecipePorts::new)
                .or(new OfficialImagePorts());
    }

    @Override
    public synchronized Optional<List<Integer>> exposed(Scenario scenario, String image) {
        return known.computeIfAbsent(image, this::ask);
    }

    private Optional<List<Integer>> ask(String image) {
        try (Engine engine = Engines.connect(endpoint)) {
            return Arrays.stream(Architecture.values())
                    .flatMap(architecture -> engine.findImage(image, architecture).stream())
                    .findFirst()
                    .map(facts -> facts.exposedPorts().stream().sorted().toList());
        } catch (EngineException e) {
            return Optional.empty(); // planning needs no engine: what it would have said isn't known then
        }
    }
}
