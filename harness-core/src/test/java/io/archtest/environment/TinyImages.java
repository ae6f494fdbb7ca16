package io.archtest.environment;

import io.archtest.engine.Engine;
import io.archtest.host.CommandRunner;
import io.archtest.host.StateFolder;
import io.archtest.image.HostUnpacker;
import io.archtest.image.ImageMode;
import io.archtest.image.ImageProgress;
import io.archtest.image.ImageSource;
import io.archtest.image.ImageStore;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.PullPolicy;
import io.archtest.scenario.Scenario;
import io.archtest.testing.TinyImage;
import java.util.Map;
import java.util.function.Consumer;

/** A tiny image for every reference, on a real engine. */
final class TinyImages implements ImageSource {

    @Override
    public ResolvedImage resolve(
            Engine engine,
            Scenario scenario,
            String reference,
            Architecture architecture,
            PullPolicy policy,
            ImageProgress progress) {
        return new ResolvedImage(
                reference, TinyImage.load(engine, architecture), ResolvedImage.Origin.LOCAL, false, "");
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
        try (ImageStore store = new ImageStore(
                ImageMode.PACKAGED, StateFolder.of(System.getenv()), new HostUnpacker(new CommandRunner()), Map.of())) {
            return store.tools(engine, architecture, progress);
        }
    }
}
