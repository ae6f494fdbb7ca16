package io.archtest.image;

import io.archtest.engine.Engine;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.PullPolicy;
import io.archtest.scenario.Scenario;
import java.util.Map;
import java.util.function.Consumer;

/** Gets the images that a run needs onto its engines. Safe for use by several threads; the same request waits once. */
public interface ImageSource {

    /**
     * The image for {@code reference} on {@code engine} for that architecture, pulled or built if it must be; blocks
     * until it is there.
     *
     * @param progress lines for people, such as notices that a packaged image is used
     * @throws ImageException when it can't be had, saying what was tried
     */
    default ResolvedImage resolve(
            Engine engine, Scenario scenario, String reference, Architecture architecture, Consumer<String> progress) {
        return resolve(
                engine, scenario, reference, architecture, PullPolicy.missing(), ImageProgress.notices(progress));
    }

    /** Likewise, asking the registry as {@code policy} says, once for each image, also where the engine has one. */
    ResolvedImage resolve(
            Engine engine,
            Scenario scenario,
            String reference,
            Architecture architecture,
            PullPolicy policy,
            ImageProgress progress);

    /**
     * The image of a component: built where the scenario has a build for it, else like the one of that name. Blocks; an
     * interrupt ends it.
     *
     * @param labels of the image that is built; the caller removes it by them
     * @throws ImageException when it can't be had, with the build's last lines
     */
    ResolvedImage resolve(
            Engine engine,
            Scenario scenario,
            Component component,
            Architecture architecture,
            Map<String, String> labels,
            ImageProgress progress);

    /**
     * archtest's own image with the programs for relays and probes (HAProxy, Perl), for that architecture.
     *
     * @throws ImageException when it can't be had
     */
    ResolvedImage tools(Engine engine, Architecture architecture, Consumer<String> progress);
}
