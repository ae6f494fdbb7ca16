package io.archtest.image;

import io.archtest.engine.Engine;
import io.archtest.engine.ImageFacts;
import io.archtest.engine.Labels;
import io.archtest.host.CommandRunner;
import io.archtest.host.FileTree;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.BuildSpec;
import io.archtest.model.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds images from source, with BuildKit on the engine that will run them. What comes out is known by its id and has no
 * name, and its labels make its id another in each run: so runs at the same time have nothing in common but the cache.
 */
final class BuiltImages {
    private static final Pattern STEP = Pattern.compile("#\\d+ (\\[(?:\\S+ )?\\s*(\\d+)/(\\d+)] .*)");
    private static final int STEP_CHARACTERS = 100;
    private static final int FIRST_WITH_LIMITS = 23;

    private final CommandRunner runner;
    private final Map<String, String> surroundings;
    private final Map<Key, Object> locks = new ConcurrentHashMap<>();
    private final Map<Key, Supplier<ResolvedImage>> outcomes = new ConcurrentHashMap<>();
    private Optional<DockerProgram> docker = Optional.empty();

    /** @param surroundings archtest's own environment */
    BuiltImages(CommandRunner runner, Map<String, String> surroundings) {
        this.runner = runner;
        this.surroundings = Map.copyOf(surroundings);
    }

    private record Key(String run, String endpoint, BuildSpec spec, Architecture architecture) {}

    /**
     * One build.
     *
     * @param name of the component, for messages
     * @param reference the image's name, for reports
     * @param labels that the result gets
     * @param redaction takes out what must not be printed
     */
    record Order(
            String name,
            String reference,
            BuildSpec spec,
            Architecture architecture,
            Map<String, String> labels,
            Redaction redaction) {
        Order {
            redaction = redaction.and(new Redaction(spec.secrets().values()));
        }
    }

    /** Builds it, or waits for the run's same build for another component; an interrupt ends the build. */
    ResolvedImage get(
            Engine engine,
            Order order,
            BiFunction<String, Architecture, Optional<ResolvedImage>> bases,
            ImageProgress progress) {
        Key key = new Key(
                order.labels().getOrDefault(Labels.RUN, ""),
                engine.info().endpoint(),
                order.spec(),
                order.architecture());
        synchronized (locks.computeIfAbsent(key, any -> new Object())) {
            Supplier<ResolvedImage> outcome = outcomes.get(key);
            if (outcome == null) {
                outcome = outcome(engine, order, bases, progress);
                outcomes.put(key, outcome);
            }
            ResolvedImage image = outcome.get();
            return new ResolvedImage(
                    order.reference(), image.facts(), image.origin(), image.standIn(), image.software());
        }
    }

    /** A failure is as good for the other components as it is for the first. */
    private Supplier<ResolvedImage> outcome(
            Engine engine,
            Order order,
            BiFunction<String, Architecture, Optional<ResolvedImage>> bases,
            ImageProgress progress) {
        try {
            ResolvedImage image = build(engine, order, bases, progress);
            return () -> image;
        } catch (ArchtestException e) {
            return () -> {
                throw e;
            };
        }
    }

    private synchronized DockerProgram docker() {
        if (docker.isEmpty()) {
            docker = Optional.of(DockerProgram.find(surroundings, runner));
        }
        return docker.get();
    }

    private ResolvedImage build(
            Engine engine,
            Order order,
            BiFunction<String, Architecture, Optional<ResolvedImage>> bases,
            ImageProgress progress) {
        refuseWhatIsNotCarriedOut(engine, order);
        DockerProgram program = docker();
        progress.notice().accept("building %s for %s".formatted(order.name(), order.architecture()));
        long began = System.nanoTime();
        try {
            Path folder = Files.createTempDirectory(StaleBuilds.FOLDER);
            try {
                List<ResolvedImage> others = new ArrayList<>();
                Path file = dockerfile(
                        engine,
                        order,
                        folder,
                        (image, architecture) -> bases.apply(image, architecture)
                                .map(other -> {
                                    others.add(other);
                                    return PackagedImages.exactTag(other, architecture);
                                }));
                ImageFacts facts = run(program, engine, order, file, folder.resolve("id"), progress);
                progress.notice()
                        .accept("built %s for %s in %d s: %s"
                                .formatted(
                                        order.name(),
                                        order.architecture(),
                                        (System.nanoTime() - began) / 1_000_000_000L,
                                        facts.id()));
                return new ResolvedImage(
                        order.reference(),
                        facts,
                        ResolvedImage.Origin.BUILT,
                        others.stream().anyMatch(ResolvedImage::standIn),
                        software(order.spec(), others));
            } finally {
                FileTree.remove(folder);
            }
        } catch (IOException e) {
            throw new ImageException("Cannot build '%s': %s".formatted(order.name(), e.getMessage()), e);
        }
    }

    private static String software(BuildSpec spec, List<ResolvedImage> others) {
        StringBuilder text = new StringBuilder("built from " + spec.context());
        others.forEach(
                other -> text.append(", on %s%s".formatted(other.standIn() ? "the STAND-IN: " : "", other.software())));
        return text.toString();
    }

    /** The engine's older BuildKit takes them and does nothing. */
    private static void refuseWhatIsNotCarriedOut(Engine engine, Order order) {
        String version = engine.info().version();
        String major = version.replaceFirst("\\D.*", "");
        boolean old = !major.isEmpty() && Integer.parseInt(major) < FIRST_WITH_LIMITS;
        if (old
                && (order.spec().shmSize().isPresent()
                        || !order.spec().ulimits().isEmpty())) {
            throw new ImageException(
                    "Cannot build '%s' as asked for: the BuildKit of engine '%s' (Docker %s) ignores build.shm_size and build.ulimits without a word; Docker 23 and newer carry them out. Take them out with '!reset null' in an overlay, or update the engine"
                            .formatted(order.name(), engine.info().endpoint(), version));
        }
    }

    /** A copy with the names of other base images, where that is needed or where there is no file. */
    private static Path dockerfile(
            Engine engine, Order order, Path folder, BiFunction<String, Architecture, Optional<String>> bases)
            throws IOException {
        Dockerfile dockerfile = parsed(order.spec());
        String text = new ParentImages(
                        dockerfile,
                        order.spec(),
                        order.architecture(),
                        engine.info().architecture())
                .with(bases);
        Path copy = Files.writeString(folder.resolve("Dockerfile"), text);
        if (order.spec().inline().isEmpty()) {
            Path ignored = Path.of(order.spec().dockerfile() + ".dockerignore");
            if (Files.exists(ignored)) {
                Files.copy(ignored, folder.resolve("Dockerfile.dockerignore"));
            }
        }
        return copy;
    }

    private static Dockerfile parsed(BuildSpec spec) throws IOException {
        return Dockerfile.parse(
                spec.inline().isPresent() ? spec.inline().get() : Files.readString(Path.of(spec.dockerfile())));
    }

    private ImageFacts run(
            DockerProgram program, Engine engine, Order order, Path file, Path id, ImageProgress progress)
            throws IOException {
        CommandRunner.Command command = new BuildCommand(program, engine.address(), order.spec(), order.redaction())
                .of(order.architecture(), file, order.labels(), id, surroundings.getOrDefault("SSH_AUTH_SOCK", ""));
        CommandRunner.Result result = runner.run(command, printed -> {
            Matcher step = STEP.matcher(printed.text());
            if (step.matches()) {
                String text = order.redaction().of(step.group(1));
                progress.step()
                        .accept(new BuildStep(
                                Integer.parseInt(step.group(2)),
                                Integer.parseInt(step.group(3)),
                                text.substring(0, Math.min(text.length(), STEP_CHARACTERS))));
            }
        });
        if (!result.succeeded() || !Files.exists(id)) {
            List<String> lines = order.redaction().of(result.output()).lines().toList();
            throw new ImageException("Cannot build '%s' for %s from %s: %s"
                    .formatted(
                            order.name(),
                            order.architecture(),
                            order.spec().inline().isPresent()
                                    ? "its dockerfile_inline"
                                    : order.spec().dockerfile(),
                            new BuildFailure(lines, parsed(order.spec()), order.architecture(), engine.info())
                                    .described()));
        }
        String made = Files.readString(id).strip();
        return engine.findImage(made, order.architecture())
                .orElseThrow(() -> new ImageException(
                        "Built '%s' for %s as %s, but the engine at '%s' has no such image for that architecture"
                                .formatted(
                                        order.name(),
                                        order.architecture(),
                                        made,
                                        engine.info().endpoint())));
    }
}
