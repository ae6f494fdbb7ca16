package io.archtest.image;

import io.archtest.engine.Engine;
import io.archtest.engine.EngineException;
import io.archtest.engine.EngineException.Reason;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.BuildSpec;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.PullPolicy;
import io.archtest.scenario.Scenario;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Finds out what engines hold and what their registries have. Certain is what was seen just now: what a registry's index
 * lists together with what the engines hold, or that both architectures are there. An engine that holds one architecture says
 * nothing of the other, which may be to be had. Each image is asked for once; not that of a component that its author pins.
 */
public final class OfferFinder implements AvailableArchitectures {
    private static final int PARALLEL = 4;

    /** Nothing where there is no engine, or none that answers. */
    private final Function<Architecture, Optional<Engine>> engines;

    private final Map<Wanted, Found> known = new ConcurrentHashMap<>();
    /** By registry: why it isn't asked again. */
    private final Map<String, String> unreachable = new ConcurrentHashMap<>();

    private record Wanted(String image, PullPolicy.Kind policy) {}

    /** Either what is certain, or why nothing is. */
    private record Found(Optional<ImageOffers.Offer> offer, String why) {
        static Found certain(Set<Architecture> architectures, String says, Wanted wanted) {
            return new Found(Optional.of(new ImageOffers.Offer(architectures, says.formatted(wanted.image()))), "");
        }

        static Found unknown(String why) {
            return new Found(Optional.empty(), why);
        }
    }

    /** @param engines connects to the engine of an architecture; its results are closed after each look */
    public OfferFinder(Function<Architecture, Optional<Engine>> engines) {
        this.engines = engines;
    }

    @Override
    public ImageOffers of(Scenario scenario, ImageMode mode) {
        Map<ComponentName, ImageOffers.Offer> certain = new LinkedHashMap<>();
        Map<ComponentName, Wanted> wanted = new LinkedHashMap<>();
        for (Component component : scenario.components()) {
            Optional<BuildSpec> build = scenario.build(component);
            if (build.isPresent()) {
                certain.put(component.name(), built(build.get()));
            } else if (component.pin().isEmpty()
                    && mode != ImageMode.PACKAGED
                    && !packaged(scenario, component, mode)) {
                wanted.put(
                        component.name(),
                        new Wanted(
                                component.image(),
                                component.settings().pullPolicy().kind()));
            }
        }
        look(new LinkedHashSet<>(wanted.values()));
        Map<String, Set<String>> gaps = new LinkedHashMap<>();
        wanted.forEach((name, image) -> {
            Found found = known.getOrDefault(image, Found.unknown("it was not asked for"));
            found.offer().ifPresent(offer -> certain.put(name, offer));
            if (found.offer().isEmpty()) {
                gaps.computeIfAbsent(found.why(), any -> new LinkedHashSet<>()).add(image.image());
            }
        });
        return new ImageOffers(
                certain, gaps.entrySet().stream().map(OfferFinder::note).toList());
    }

    private static String note(Map.Entry<String, Set<String>> gap) {
        return "whether images exist for both architectures is not known, and pins nothing: %s (%s)"
                .formatted(String.join(", ", gap.getValue()), gap.getKey());
    }

    private static ImageOffers.Offer built(BuildSpec build) {
        Set<Architecture> allowed = EnumSet.noneOf(Architecture.class);
        for (Architecture architecture : Architecture.values()) {
            if (build.allows(architecture)) {
                allowed.add(architecture);
            }
        }
        return new ImageOffers.Offer(allowed, "build.platforms allow");
    }

    private static boolean packaged(Scenario scenario, Component component, ImageMode mode) {
        return mode != ImageMode.REGISTRY
                && scenario.packaged()
                        .flatMap(file -> RecipeBook.read(file).find(component.image()))
                        .isPresent();
    }

    private void look(Set<Wanted> images) {
        images.removeAll(known.keySet());
        if (images.isEmpty()) {
            return;
        }
        Map<Architecture, Engine> open = new EnumMap<>(Architecture.class);
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            for (Architecture architecture : Architecture.values()) {
                engines.apply(architecture).ifPresent(engine -> open.put(architecture, engine));
            }
            List<Callable<Found>> looks = images.stream()
                    .<Callable<Found>>map(image -> () -> known.computeIfAbsent(image, any -> found(any, open)))
                    .toList();
            for (Future<Found> look : threads.invokeAll(looks)) {
                refuseBug(look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
            open.values().forEach(Engine::close);
        }
    }

    /** What engines and registries answer is among the results; anything else is no answer, and isn't to look like one. */
    private static void refuseBug(Future<Found> look) throws InterruptedException {
        try {
            look.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException bug ? bug : new IllegalStateException(e.getCause());
        }
    }

    private Found found(Wanted wanted, Map<Architecture, Engine> open) {
        if (open.size() < Architecture.values().length) {
            return Found.unknown("no engine answers that could tell");
        }
        try {
            Set<Architecture> held = EnumSet.noneOf(Architecture.class);
            open.forEach((architecture, engine) -> {
                if (holds(engine, wanted.image(), architecture)) {
                    held.add(architecture);
                }
            });
            if (wanted.policy() == PullPolicy.Kind.NEVER) {
                return held.isEmpty()
                        ? Found.unknown("no engine holds it, and its pull_policy is 'never'")
                        : Found.certain(held, "its pull_policy is 'never', and the engines hold '%s' for", wanted);
            }
            if (wanted.policy() == PullPolicy.Kind.ALWAYS) {
                held.clear();
            }
            return held.size() == Architecture.values().length
                    ? Found.certain(held, "the engines hold '%s' for", wanted)
                    : ofRegistry(wanted, held, open.values().iterator().next());
        } catch (ArchtestException e) {
            return Found.unknown(String.valueOf(e.getMessage()));
        }
    }

    /** By its own name, or by the one that archtest gives what it pulls; not a packaged one, which lends itself the name. */
    private static boolean holds(Engine engine, String image, Architecture architecture) {
        return engine.findImage(image, architecture)
                        .filter(facts -> !facts.labels().containsKey(PackagedImages.RECIPE_LABEL))
                        .isPresent()
                || engine.findImage(ImageStore.pulledTag(image, architecture), architecture)
                        .isPresent();
    }

    private Found ofRegistry(Wanted wanted, Set<Architecture> held, Engine engine) {
        String registry = ImageStore.registry(wanted.image());
        String before = unreachable.get(registry);
        if (before != null) {
            return Found.unknown(before);
        }
        try {
            Set<Architecture> offered = EnumSet.noneOf(Architecture.class);
            offered.addAll(engine.offered(wanted.image()));
            boolean more = !offered.containsAll(held);
            offered.addAll(held);
            return Found.certain(
                    offered,
                    more
                            ? "registry %s and the engines have '%%s' for".formatted(registry)
                            : "registry %s has '%%s' for".formatted(registry),
                    wanted);
        } catch (EngineException e) {
            String why = "registry %s: %s".formatted(registry, inShort(e));
            if (e.reason() == Reason.TIMED_OUT || ImageStore.saysUnreachable(e)) {
                unreachable.put(registry, why);
            }
            return Found.unknown(why);
        }
    }

    /** What the engine's package makes of a refusal; the rest names one image only, and goes on about it. */
    private static String inShort(EngineException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure.reason() == Reason.TIMED_OUT) {
            return "it did not answer in time";
        }
        int meaning = message.indexOf(". The ");
        return meaning < 0 ? message : message.substring(meaning + 2);
    }
}
