package io.archtest.testing;

import io.archtest.engine.Engine;
import io.archtest.engine.ImageFacts;
import io.archtest.engine.PullStatus;
import io.archtest.image.ImageException;
import io.archtest.image.ImageProgress;
import io.archtest.image.ImageSource;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.PullPolicy;
import io.archtest.scenario.Scenario;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Images that a {@link FakeEngine} has, under the scenario's name with {@code -<architecture>}; none is pulled or built. */
public final class FakeImageSource implements ImageSource {
    /** The reference under which {@link #tools} are looked for. */
    public static final String TOOLS = "fake-tools";

    @Override
    public ResolvedImage resolve(
            Engine engine,
            Scenario scenario,
            String reference,
            Architecture architecture,
            PullPolicy policy,
            ImageProgress progress) {
        Optional<ImageFacts> found = engine.findImage(name(reference, architecture), architecture);
        progress.pull().accept(new PullStatus("already there", 0, 0, 0, 0));
        return new ResolvedImage(
                reference,
                found.orElseThrow(() -> new ImageException("No image '%s' for %s".formatted(reference, architecture))),
                ResolvedImage.Origin.LOCAL,
                false,
                "");
    }

    @Override
    public ResolvedImage resolve(
            Engine engine,
            Scenario scenario,
            Component component,
            Architecture architecture,
            Map<String, String> labels,
            ImageProgress progress) {
        return resolve(engine, scenario, component.image(), architecture, progress.notice());
    }

    @Override
    public ResolvedImage tools(Engine engine, Architecture architecture, Consumer<String> progress) {
        return new ResolvedImage(
                TOOLS,
                engine.findImage(name(TOOLS, architecture), architecture).orElseThrow(),
                ResolvedImage.Origin.PACKAGED,
                false,
                "");
    }

    /** The name under which the engine must have the image. */
    public static String name(String reference, Architecture architecture) {
        return reference + "-" + architecture.word();
    }
}
