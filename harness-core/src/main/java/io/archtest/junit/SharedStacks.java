package io.archtest.junit;

import io.archtest.host.FileTree;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Redaction;
import io.archtest.plan.Cover;
import io.archtest.plan.PlannedRun;
import io.archtest.plan.Planner;
import io.archtest.plan.RunRequest;
import io.archtest.profile.ProfileProvider;
import io.archtest.run.AbortHook;
import io.archtest.run.ActiveRun;
import io.archtest.run.FoundArchitectures;
import io.archtest.run.HeldImagePorts;
import io.archtest.run.ScenarioFiles;
import io.archtest.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All stacks of a launcher session. Each is planned once and started once, also when that fails; several start at the same
 * time. Closing it, or the end of the JVM, removes them all.
 */
final class SharedStacks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedStacks.class);

    private final StackHost.Factory factory;
    private volatile Settings settings;
    private final Runnable whenClosed;
    private final ScenarioFiles files = new ScenarioFiles(System.getenv());
    private final Map<String, StackHost> hosts = new ConcurrentHashMap<>();
    private final Map<StackRequest, PlannedRun> plans = new ConcurrentHashMap<>();
    private final Map<StackRequest, CompletableFuture<SharedStack>> stacks = new ConcurrentHashMap<>();
    private final Map<StackRequest, Path> logsOfFailed = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "archtest-stack");
        thread.setDaemon(true);
        return thread;
    });
    private final AbortHook hook = new AbortHook(this::closeHosts);

    SharedStacks(StackHost.Factory factory, Settings settings, Runnable whenClosed) {
        this.factory = factory;
        this.settings = settings;
        this.whenClosed = whenClosed;
    }

    Settings settings() {
        return settings;
    }

    /** What JUnit knows beyond the process, once it is there. */
    void adopt(Settings better) {
        settings = better;
    }

    /**
     * What will be started; nothing is yet.
     *
     * @throws ArchtestException when the request is wrong
     */
    PlannedRun plan(StackRequest request) {
        return plans.computeIfAbsent(request, this::planned);
    }

    private PlannedRun planned(StackRequest request) {
        return planned(request, Optional.empty());
    }

    private PlannedRun planned(StackRequest request, Optional<Map<String, String>> secrets) {
        List<PlannedRun> runs = planner(request).plan(wish(request, secrets)).runs();
        if (runs.size() != 1) {
            throw new InvalidRequestException(
                    "placement '%1$s' is %2$d placements: run the class on each of them by @EachPlacement(\"%1$s\")"
                            .formatted(request.placement(), runs.size()));
        }
        return runs.get(0);
    }

    /** One request for each placement that its own stands for. */
    List<StackRequest> each(StackRequest request) {
        if (!request.placement().equals(Cover.NAME)) {
            return List.of(request);
        }
        return planner(request).names(wish(request, Optional.empty())).stream()
                .map(request::with)
                .toList();
    }

    private Planner planner(StackRequest request) {
        ProfileProvider provider = host(request).provider();
        return new Planner(provider, HeldImagePorts.with(provider), FoundArchitectures.with(provider));
    }

    private RunRequest wish(StackRequest request, Optional<Map<String, String>> secrets) {
        return new RunRequest(
                scenario(request, secrets),
                List.of(request.placement()),
                request.place(),
                request.images(),
                request.tags());
    }

    private Supplier<Scenario> scenario(StackRequest request, Optional<Map<String, String>> secrets) {
        if (request.file()) {
            return files.file(Path.of(request.source()), request.options(), secrets);
        }
        List<String> known = files.names();
        if (!known.contains(request.source())) {
            throw new InvalidRequestException("No scenario '%s'; %s%s"
                    .formatted(
                            request.source(),
                            known.isEmpty()
                                    ? "no jar on the class path brings one along (archtest-scenarios has those of archtest); for a Compose file say file = \"...\""
                                    : "on the class path are: %s. For a Compose file say file = \"...\""
                                            .formatted(String.join(", ", known)),
                            Suggestion.of(request.source(), known)));
        }
        return files.scenario(request.source(), request.options(), secrets);
    }

    private StackHost host(StackRequest request) {
        return hosts.computeIfAbsent(request.provider(), factory);
    }

    /** @throws ArchtestException when the host can't run these architectures, with what is missing and what helps */
    void refuseIfUnfit(String provider, Set<Architecture> architectures) {
        hosts.computeIfAbsent(provider, factory).refuseIfUnfit(architectures);
    }

    /** Begins to start a stack, if nobody did, and doesn't wait. */
    void begin(StackRequest request) {
        stacks.computeIfAbsent(request, any -> CompletableFuture.supplyAsync(() -> started(any), threads));
    }

    /**
     * The started stack; blocks until it is ready.
     *
     * @throws StackNotStartedException with the cause, each time
     */
    SharedStack get(StackRequest request) {
        begin(request);
        try {
            return stacks.getOrDefault(request, new CompletableFuture<>()).join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String message = cause instanceof ArchtestException ? cause.getMessage() : cause.toString();
            throw new StackNotStartedException("Stack %s could not be started: %s".formatted(request, message), cause);
        }
    }

    /** The stack, if it is started by now. */
    Optional<SharedStack> ready(StackRequest request) {
        CompletableFuture<SharedStack> start = stacks.get(request);
        return start == null || !start.isDone() || start.isCompletedExceptionally()
                ? Optional.empty()
                : Optional.of(start.join());
    }

    private SharedStack started(StackRequest request) {
        PlannedRun plan = plan(request);
        refuseIfUnfit(request.provider(), plan.placement().architectures());
        Optional<SharedStack> kept = attached(request, plan);
        if (kept.isPresent()) {
            return kept.get();
        }
        ActiveRun run = host(request).session().prepare(plan);
        try {
            run.start();
            return new SharedStack(request, run);
        } catch (RuntimeException e) {
            keepLogs(request, run);
            removeFailed(run, e);
            throw discreet(e, plan.scenario().redaction());
        }
    }

    /** Without secrets that containers said with their last words; as it is where it has none. */
    private static RuntimeException discreet(RuntimeException failure, Redaction redaction) {
        String shown = redaction.of(String.valueOf(failure.getMessage()));
        if (shown.equals(String.valueOf(failure.getMessage()))) {
            return failure;
        }
        // the failure itself is no cause of it: its message would be printed
        ArchtestException discreet = new ArchtestException(shown);
        discreet.setStackTrace(failure.getStackTrace());
        return discreet;
    }

    /** The one that {@code archtest up} left running, which stays when these tests have ended. */
    private Optional<SharedStack> attached(StackRequest request, PlannedRun plan) {
        StackHost host = host(request);
        String source = request.file()
                ? Path.of(request.source()).toAbsolutePath().normalize().toString()
                : request.source();
        return host.kept().stream()
                .filter(stack -> stack.suits(source, host.provider().name(), plan))
                .findFirst()
                .map(stack -> {
                    LOG.info("stack {} is up as '{}', and is used as it is", request, stack.name());
                    PlannedRun same = planned(request, Optional.of(stack.secrets()));
                    return new SharedStack(request, host.session().attach(same, stack));
                });
    }

    private void keepLogs(StackRequest request, ActiveRun run) {
        try {
            Path folder = Files.createTempDirectory("archtest-failed-");
            run.evidence(folder).forEach(gap -> LOG.warn("{}", gap));
            logsOfFailed.put(request, folder);
        } catch (IOException e) {
            LOG.warn("The logs of a failed start were not kept: {}", e.getMessage());
        }
    }

    private static void removeFailed(ActiveRun run, RuntimeException cause) {
        try {
            run.close();
        } catch (ArchtestException e) {
            cause.addSuppressed(e);
        }
    }

    /** Logs and inspects of a start that failed; the first one who asks gets them. */
    Optional<Path> takeLogs(StackRequest request) {
        return Optional.ofNullable(logsOfFailed.remove(request));
    }

    @Override
    public void close() {
        try {
            closeHosts();
        } finally {
            hook.close();
            threads.shutdown();
            files.close();
            logsOfFailed.values().forEach(SharedStacks::remove);
            whenClosed.run();
        }
    }

    static void remove(Path folder) {
        try {
            FileTree.remove(folder);
        } catch (IOException e) {
            LOG.warn("Cannot remove {}: {}", folder, e.getMessage());
        }
    }

    private void closeHosts() {
        List<RuntimeException> failures = new ArrayList<>();
        for (StackHost host : hosts.values()) {
            try {
                host.close();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }
}
