package io.archtest.environment;

import io.archtest.engine.Engine;
import io.archtest.engine.Labels;
import io.archtest.image.ImageProgress;
import io.archtest.image.ImageSource;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Dependency;
import io.archtest.plan.PlannedRun;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Starts the components of a plan in parallel along their dependencies. */
public final class EnvironmentStarter {
    /** The longest that a start keeps others from starting; loading its programs is mostly over by then. */
    private static final Executor COLD = CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS);

    private final ImageSource images;
    private final StartupListener listener;
    private final SpeedCache speeds;
    private final LongSupplier nanoTime;

    /** One that measures each engine anew. */
    public EnvironmentStarter(ImageSource images, StartupListener listener) {
        this(images, listener, SpeedCache.none());
    }

    /** @param speeds what was measured in earlier runs */
    public EnvironmentStarter(ImageSource images, StartupListener listener, SpeedCache speeds) {
        this(images, listener, speeds, System::nanoTime);
    }

    /** @param nanoTime by which it waits for components, so that a test needn't wait as long */
    EnvironmentStarter(ImageSource images, StartupListener listener, SpeedCache speeds, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.images = images;
        this.listener = listener;
        this.speeds = speeds;
    }

    /**
     * Blocks until every component is ready and every job has ended well.
     *
     * @param scope holds all that is started; closed by the caller (or by closing the environment), after a failure too,
     *     so that evidence can be collected first
     * @throws StartupException with the first failure's cause
     */
    public Environment start(PlannedRun run, RunScope scope, Timeline timeline) {
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "archtest-start-" + scope.runId());
            thread.setDaemon(true);
            return thread;
        });
        try {
            return new Start(run, scope, timeline, threads).all();
        } catch (CompletionException e) {
            throw unwrapped(e);
        } finally {
            // ends the waits of components that are still starting after another one failed
            threads.shutdownNow();
        }
    }

    private static RuntimeException unwrapped(CompletionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof StartupException startup) {
            return startup;
        }
        if (cause instanceof ArchtestException known) {
            return new StartupException(known.getMessage(), known);
        }
        return cause instanceof RuntimeException bug ? bug : e;
    }

    /** One start. */
    private final class Start {
        private final PlannedRun run;
        private final RunScope scope;
        private final Timeline timeline;
        private final ExecutorService threads;
        private final Map<ComponentName, CompletableFuture<RunningComponent>> started = new HashMap<>();
        private final Map<ComponentName, CompletableFuture<RunningComponent>> ready = new HashMap<>();
        private final Map<Engine, StartSlots> slots = new ConcurrentHashMap<>();
        private final Map<ComponentName, Integer> followers;
        private final CompletableFuture<Object> firstFailure = new CompletableFuture<>();

        Start(PlannedRun run, RunScope scope, Timeline timeline, ExecutorService threads) {
            this.run = run;
            this.scope = scope;
            this.timeline = timeline;
            this.threads = threads;
            this.followers = StartOrder.followers(run.scenario().components());
        }

        Environment all() {
            Map<ComponentName, CompletableFuture<ResolvedImage>> found =
                    run.scenario().components().stream().collect(Collectors.toMap(Component::name, this::image));
            CompletableFuture<Infrastructure> prepared = failFast(CompletableFuture.supplyAsync(
                    () -> new Preparation(run, scope, images, listener, speeds, threads).prepare(), threads));
            joinOrFail(prepared);
            Infrastructure infrastructure = prepared.join();
            ComponentStarter starter = new ComponentStarter(scope, infrastructure, timeline, listener, nanoTime);
            HealthWatch watch = new HealthWatch(scope.runId(), infrastructure.engines(), listener::health);
            try {
                for (Component component : StartOrder.of(run.scenario().components())) {
                    schedule(component, found.get(component.name()), infrastructure, starter);
                }
                joinOrFail(CompletableFuture.allOf(ready.values().toArray(CompletableFuture[]::new)));
            } catch (RuntimeException e) {
                watch.close();
                throw e;
            }
            List<RunningComponent> components = run.scenario().components().stream()
                    .map(component ->
                            Objects.requireNonNull(ready.get(component.name())).join())
                    .toList();
            return new StartedEnvironment(run, scope, components, infrastructure, watch, true);
        }

        private CompletableFuture<ResolvedImage> image(Component component) {
            return failFast(CompletableFuture.supplyAsync(
                    () -> {
                        Duration began = timeline.now();
                        listener.entered(component.name(), Phase.PULL, component.image());
                        ResolvedImage image = resolved(component);
                        timeline.add(component.name(), phase(image), began);
                        listener.entered(component.name(), Phase.WAIT, waitsFor(component));
                        return image;
                    },
                    threads));
        }

        private static Phase phase(ResolvedImage image) {
            return image.origin() == ResolvedImage.Origin.BUILT ? Phase.BUILD : Phase.PULL;
        }

        private ResolvedImage resolved(Component component) {
            ComponentName name = component.name();
            Engine engine = scope.engine(run.profileOf(name));
            ImageProgress progress = new ImageProgress(
                    listener::notice, step -> listener.building(name, step), pull -> listener.pulling(name, pull));
            Architecture architecture = run.placement().of(name);
            if (run.scenario().build(component).isEmpty()) {
                return images.resolve(
                        engine,
                        run.scenario(),
                        component.image(),
                        architecture,
                        component.settings().pullPolicy(),
                        progress);
            }
            Map<String, String> labels = scope.labels(Labels.IMAGE, name.value());
            return scope.building(
                    () -> images.resolve(engine, run.scenario(), component, architecture, labels, progress));
        }

        private void schedule(
                Component component,
                @Nullable CompletableFuture<ResolvedImage> image,
                Infrastructure infrastructure,
                ComponentStarter starter) {
            CompletableFuture<ResolvedImage> found = Objects.requireNonNull(image);
            CompletableFuture<?>[] before =
                    component.dependencies().stream().map(this::reached).toArray(CompletableFuture[]::new);
            Side side = infrastructure.side(run.placement().of(component.name()));
            CompletableFuture<ResolvedImage> startable =
                    CompletableFuture.allOf(before).thenCombine(found, (nothing, resolved) -> resolved);
            CompletableFuture<Runnable> turn = startable.thenCompose(resolved -> turn(component, side));
            CompletableFuture<RunningComponent> start =
                    turn.thenApplyAsync(giveBack -> starter.start(component, side, startable.join()), threads);
            started.put(component.name(), failFast(start));
            CompletableFuture<RunningComponent> awaited = start.thenApplyAsync(starter::awaitReady, threads)
                    .whenComplete((running, failure) -> {
                        if (turn.isDone() && !turn.isCompletedExceptionally()) {
                            turn.join().run();
                        }
                    });
            ready.put(component.name(), failFast(awaited));
        }

        /** What is to be run when it is ready. Where the processor itself executes it, it is always its turn. */
        private CompletableFuture<Runnable> turn(Component component, Side side) {
            if (side.executedNatively()) {
                return CompletableFuture.completedFuture(() -> {});
            }
            StartSlots engine = slots.computeIfAbsent(
                    side.engine(),
                    key -> new StartSlots(StartSlots.sizeFor(key.info().cpus()), COLD));
            String detail =
                    "its turn: %d components start on the emulated %s side, two for each processor of its engine"
                            .formatted(engine.size(), side.architecture());
            return engine.take(
                            followers.getOrDefault(component.name(), 0),
                            () -> listener.entered(component.name(), Phase.WAIT, detail))
                    .thenApply(slot -> slot::giveBack);
        }

        /** Completed when the condition of the dependency is met. */
        private CompletableFuture<RunningComponent> reached(Dependency dependency) {
            Map<ComponentName, CompletableFuture<RunningComponent>> stage =
                    dependency.condition() == Dependency.Condition.STARTED ? started : ready;
            return Objects.requireNonNull(stage.get(dependency.on()));
        }

        private <T> CompletableFuture<T> failFast(CompletableFuture<T> future) {
            return future.whenComplete((value, failure) -> {
                if (failure != null) {
                    firstFailure.completeExceptionally(
                            failure instanceof CompletionException && failure.getCause() != null
                                    ? failure.getCause()
                                    : failure);
                }
            });
        }

        private void joinOrFail(CompletableFuture<?> work) {
            CompletableFuture.anyOf(work, firstFailure).join();
        }

        private String waitsFor(Component component) {
            return component.dependencies().stream()
                    .map(dependency -> dependency.on().value())
                    .collect(Collectors.joining(", "));
        }
    }
}
