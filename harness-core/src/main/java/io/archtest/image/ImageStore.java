package io.archtest.image;

import io.archtest.engine.Engine;
import io.archtest.engine.EngineException;
import io.archtest.engine.ImageFacts;
import io.archtest.host.CommandRunner;
import io.archtest.host.StateFolder;
import io.archtest.model.Architecture;
import io.archtest.model.BuildSpec;
import io.archtest.model.Component;
import io.archtest.model.PullPolicy;
import io.archtest.scenario.Scenario;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Images as {@code --images} says: what the engine has, the registry's, or packaged ones. Closing ends what is built. */
public final class ImageStore implements ImageSource, AutoCloseable {
    private static final String TOOLS = "archtest-tools:2";

    private final ImageMode mode;
    private final PackagedImages packaged;
    private final BuiltImages built;
    private final Map<String, RecipeBook> books = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    /** Images, each as one engine has it, that were pulled by this: no policy wants them pulled again. */
    private final Set<String> asAsked = ConcurrentHashMap.newKeySet();
    /** Registries, each as one engine sees it, that answered, with an image or with a refusal. */
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    /** By registry as one engine sees it: why it could not be reached, so that it is not tried for each image again. */
    private final Map<String, EngineException> unreachable = new ConcurrentHashMap<>();

    /** @param surroundings archtest's own environment, for the program that builds from source */
    public ImageStore(ImageMode mode, StateFolder state, Unpacker unpacker, Map<String, String> surroundings) {
        this.mode = mode;
        this.built = new BuiltImages(new CommandRunner(), surroundings);
        this.packaged = new PackagedImages(new PackageLayers(state.cache(), unpacker), state.cache());
    }

    @Override
    public ResolvedImage resolve(
            Engine engine,
            Scenario scenario,
            String reference,
            Architecture architecture,
            PullPolicy policy,
            ImageProgress progress) {
        synchronized (locks.computeIfAbsent(engine.info().endpoint() + reference + architecture, key -> new Object())) {
            return switch (mode) {
                case PACKAGED -> fromPackages(engine, scenario, reference, architecture, progress);
                case REGISTRY -> real(engine, reference, architecture, policy, progress);
                case AUTO -> auto(engine, scenario, reference, architecture, policy, progress);
            };
        }
    }

    @Override
    public ResolvedImage resolve(
            Engine engine,
            Scenario scenario,
            Component component,
            Architecture architecture,
            Map<String, String> labels,
            ImageProgress progress) {
        Optional<BuildSpec> spec = scenario.build(component);
        if (spec.isEmpty()) {
            return resolve(engine, scenario, component.image(), architecture, PullPolicy.missing(), progress);
        }
        Optional<ResolvedImage> there = instead(engine, scenario, component, architecture, spec.get(), progress);
        return there.orElseGet(() -> built.get(
                engine,
                new BuiltImages.Order(
                        component.name().value(),
                        component.image(),
                        spec.get(),
                        architecture,
                        labels,
                        scenario.redaction()),
                (image, wanted) -> base(engine, scenario, image, wanted, progress),
                progress));
    }

    /** What the build's wish prefers to building, if it can be had. */
    private Optional<ResolvedImage> instead(
            Engine engine,
            Scenario scenario,
            Component component,
            Architecture architecture,
            BuildSpec spec,
            ImageProgress progress) {
        String reference = component.image();
        return switch (spec.wish()) {
            case BUILD -> Optional.empty();
            case LOCAL_FIRST ->
                engine.findImage(reference, architecture)
                        .map(facts -> new ResolvedImage(reference, facts, ResolvedImage.Origin.LOCAL, false, ""));
            case PULL_FIRST -> {
                try {
                    yield Optional.of(
                            resolve(engine, scenario, reference, architecture, PullPolicy.missing(), progress));
                } catch (ImageException | EngineException e) {
                    progress.notice()
                            .accept("%s for %s is built, since it can't be had: %s"
                                    .formatted(reference, architecture, e.getMessage()));
                    yield Optional.empty();
                }
            }
        };
    }

    /**
     * What a Dockerfile's base image is to be replaced by: the packaged one, where that is asked for or needed. All others
     * BuildKit gets itself, from the engine or the registry.
     */
    private Optional<ResolvedImage> base(
            Engine engine, Scenario scenario, String image, Architecture architecture, ImageProgress progress) {
        if (recipe(scenario, image).isPresent() && mode != ImageMode.REGISTRY) {
            return Optional.of(resolve(engine, scenario, image, architecture, PullPolicy.missing(), progress))
                    .filter(base -> base.origin() == ResolvedImage.Origin.PACKAGED);
        }
        if (mode == ImageMode.PACKAGED && engine.findImage(image, architecture).isEmpty()) {
            throw new ImageException(
                    "Cannot build on '%s': no packaged image%s, and the engine has none of that name for %s"
                            .formatted(image, packagingAdvice(scenario, image), architecture));
        }
        return Optional.empty();
    }

    @Override
    public ResolvedImage tools(Engine engine, Architecture architecture, Consumer<String> progress) {
        Recipe recipe = books.computeIfAbsent(TOOLS, name -> RecipeBook.own("tools/images.yaml"))
                .find(TOOLS)
                .orElseThrow(() -> new IllegalStateException("archtest's own recipes lack " + TOOLS));
        return packaged.get(engine, recipe, architecture, ImageProgress.notices(progress));
    }

    @Override
    public void close() {
        packaged.close();
    }

    private ResolvedImage auto(
            Engine engine,
            Scenario scenario,
            String reference,
            Architecture architecture,
            PullPolicy policy,
            ImageProgress progress) {
        try {
            return real(engine, reference, architecture, policy, progress);
        } catch (EngineException e) {
            boolean canHelp = e.reason() == EngineException.Reason.IMAGE_UNAVAILABLE
                    || e.reason() == EngineException.Reason.WRONG_PLATFORM
                    || e.reason() == EngineException.Reason.NOT_FOUND;
            if (!canHelp || recipe(scenario, reference).isEmpty()) {
                throw new ImageException(e.getMessage() + packagingAdvice(scenario, reference), e);
            }
            ResolvedImage image = fromPackages(engine, scenario, reference, architecture, progress);
            progress.notice()
                    .accept("%s for %s: no real image (%s); using %s%s"
                            .formatted(
                                    reference,
                                    architecture,
                                    e.reason()
                                            .name()
                                            .toLowerCase(java.util.Locale.ROOT)
                                            .replace('_', ' '),
                                    image.standIn() ? "the STAND-IN: " : "",
                                    image.software()));
            return image;
        }
    }

    /** What the engine has under that name or pulled for archtest before, if that will do; else the registry's. */
    private ResolvedImage real(
            Engine engine, String reference, Architecture architecture, PullPolicy policy, ImageProgress progress) {
        Optional<ImageFacts> local = engine.findImage(reference, architecture)
                .filter(image -> !image.labels().containsKey(PackagedImages.RECIPE_LABEL));
        Optional<ImageFacts> kept = local.or(() -> engine.findImage(pulledTag(reference, architecture), architecture));
        String asked = engine.info().endpoint() + reference + architecture;
        if (kept.isPresent() && (asAsked.contains(asked) || willDo(engine, kept.get(), policy))) {
            ResolvedImage.Origin origin = local.isPresent() && !asAsked.contains(asked)
                    ? ResolvedImage.Origin.LOCAL
                    : ResolvedImage.Origin.REGISTRY;
            return new ResolvedImage(reference, kept.get(), origin, false, "");
        }
        if (policy.kind() == PullPolicy.Kind.NEVER) {
            throw new ImageException(
                    "The engine at '%s' has no image '%s' for %s, and its service's pull_policy is 'never'. Load or build it there, or write 'missing'"
                            .formatted(engine.info().endpoint(), reference, architecture.platform()));
        }
        ImageFacts facts = pull(engine, reference, architecture, progress);
        asAsked.add(asked);
        return new ResolvedImage(reference, facts, ResolvedImage.Origin.REGISTRY, false, "");
    }

    private static boolean willDo(Engine engine, ImageFacts image, PullPolicy policy) {
        return switch (policy.kind()) {
            case MISSING, NEVER, BUILD -> true;
            case ALWAYS -> false;
            case OLDER ->
                image.lastTagged()
                        .filter(tagged -> tagged.plus(policy.age()).isAfter(engine.clock()))
                        .isPresent();
        };
    }

    /**
     * One tag of the classic image store holds one platform: the image gets a tag of its own, or pulling the other
     * architecture would leave it nameless. Pulls of one name go one after the other for the same reason.
     */
    private ImageFacts pull(Engine engine, String reference, Architecture architecture, ImageProgress progress) {
        String registry = engine.info().endpoint() + " " + registry(reference);
        synchronized (locks.computeIfAbsent("pull " + engine.info().endpoint() + reference, key -> new Object())) {
            if (answered.contains(registry)) {
                return pullAndTag(engine, reference, architecture, progress);
            }
            // until it is known whether it answers, one at a time: the others need not wait for the same failure
            synchronized (locks.computeIfAbsent("first " + registry, key -> new Object())) {
                EngineException before = unreachable.get(registry);
                if (before != null) {
                    throw new EngineException(before.reason(), String.valueOf(before.getMessage()), before);
                }
                try {
                    ImageFacts facts = pullAndTag(engine, reference, architecture, progress);
                    answered.add(registry);
                    return facts;
                } catch (EngineException e) {
                    if (saysUnreachable(e)) {
                        unreachable.put(registry, e);
                    } else {
                        answered.add(registry);
                    }
                    throw e;
                }
            }
        }
    }

    /** In the words of the engine's package, which an integration test holds it to. */
    static boolean saysUnreachable(EngineException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.reason() == EngineException.Reason.IMAGE_UNAVAILABLE
                && (message.contains("can't reach the registry") || message.contains("no progress for"));
    }

    /** The user's own image of the other platform keeps its name. */
    private static ImageFacts pullAndTag(
            Engine engine, String reference, Architecture architecture, ImageProgress progress) {
        String others = pulledTag(reference, architecture.mirror());
        Optional<ImageFacts> before = reference.contains("@")
                ? Optional.empty()
                : engine.findImage(reference, architecture.mirror())
                        .filter(image -> engine.findImage(others, architecture.mirror())
                                .filter(pulled -> pulled.id().equals(image.id()))
                                .isEmpty());
        ImageFacts facts = engine.pullImage(reference, architecture, progress.pull());
        engine.tagImage(facts.id(), pulledTag(reference, architecture));
        before.ifPresent(image -> engine.tagImage(image.id(), reference));
        return facts;
    }

    private ResolvedImage fromPackages(
            Engine engine, Scenario scenario, String reference, Architecture architecture, ImageProgress progress) {
        Recipe recipe = recipe(scenario, reference)
                .orElseThrow(() -> new ImageException(
                        "No packaged image for '%s'%s".formatted(reference, packagingAdvice(scenario, reference))));
        return packaged.get(engine, recipe, architecture, progress);
    }

    private Optional<Recipe> recipe(Scenario scenario, String reference) {
        return scenario.packaged()
                .map(file -> books.computeIfAbsent(file.toString(), key -> RecipeBook.read(file)))
                .flatMap(book -> book.find(reference));
    }

    private String packagingAdvice(Scenario scenario, String reference) {
        return scenario.packaged()
                .map(file -> recipe(scenario, reference).isPresent()
                        ? ""
                        : "; its recipes (%s) are for: %s"
                                .formatted(
                                        file.getFileName(),
                                        RecipeBook.read(file).known()))
                .orElse("; the scenario has no recipes for packaged images (x-archtest.packaged)");
    }

    static String pulledTag(String reference, Architecture architecture) {
        return PackagedImages.tag("pulled/" + reference.replace('@', '-').replace("sha256:", ""), architecture);
    }

    /** The part before the first slash, if it looks like a host (Docker's rule for references). */
    static String registry(String reference) {
        int slash = reference.indexOf('/');
        String first = slash < 0 ? "" : reference.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost") ? first : "docker.io";
    }
}
