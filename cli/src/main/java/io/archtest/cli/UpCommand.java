package io.archtest.cli;

import io.archtest.environment.Snapshot;
import io.archtest.host.HostFacts;
import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.ProfileProvider;
import io.archtest.run.AbortHook;
import io.archtest.run.KeptStack;
import io.archtest.run.KeptStacks;
import io.archtest.run.Providers;
import io.archtest.run.ScenarioFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code archtest up}: starts a stack and leaves it running. */
@Command(
        description = {
            "Starts a scenario spread over CPU architectures and leaves it running.",
            "To look at it, or for JUnit tests, which use it instead of starting their own. 'archtest down' removes it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class UpCommand implements Callable<Integer> {
    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Mixin
    private DetailOptions detail = new DetailOptions();

    @Option(names = "--name", description = "What to call it. Default: the scenario's name.")
    private String name = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;

    UpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        detail.detail(); // the keeper reads it; what makes no sense is said before one is started
        if (!name.isEmpty()) {
            KeptStacks.name(name); // a wrong one is said before the host is looked at
        }
        Providers providers = new Machine(surroundings, options.provider()).providers();
        KeptStacks stacks = new KeptStacks(providers.state());
        String called = validated(providers);
        Optional<KeptStack> running = stacks.find(called);
        if (running.isPresent()) {
            throw new InvalidRequestException(
                    "Stack '%s' is up already, with placement %s. Remove it with 'archtest down %s', or give this one another name: --name NAME"
                            .formatted(called, running.get().placement(), called));
        }
        if (stacks.isReserved(called)) {
            throw new InvalidRequestException(
                    "Another archtest is starting or removing a stack called '%s'; give this one another name: --name NAME"
                            .formatted(called));
        }
        return start(stacks, called);
    }

    /** All that can be wrong is said here, before a process is started. */
    private String validated(Providers providers) {
        try (ScenarioFiles files = new ScenarioFiles(surroundings.environment(), surroundings.discretion()::learn)) {
            HostFacts facts = providers.facts();
            ProfileProvider provider = providers.provider(facts);
            PlannedRun run = options.onlyRun(files, provider);
            providers.refuseIfUnfit(provider, facts, run.placement().architectures());
            return KeptStacks.name(name.isEmpty() ? run.scenario().name() : name);
        }
    }

    private int start(KeptStacks stacks, String called) throws IOException, InterruptedException {
        Path log = stacks.log(called);
        Files.createDirectories(log.resolveSibling(""));
        Files.deleteIfExists(log);
        Files.createFile(log);
        Process keeper = Keeper.start(keeperArguments(called), log);
        AbortHook hook = new AbortHook(() -> end(keeper));
        new Keeper(keeper, log)
                .follow(surroundings.out(), () -> stacks.find(called).isPresent());
        hook.close();
        Optional<KeptStack> stack = stacks.find(called);
        if (stack.isEmpty()) {
            int exitCode = keeper.waitFor();
            if (!stacks.isReserved(called)) { // else another one of that name was quicker, and the files are its own
                stacks.forget(called);
            }
            return exitCode;
        }
        print(stack.get());
        return ExitCode.PASSED;
    }

    /** The same as this command's, with the name in any case. */
    private List<String> keeperArguments(String called) {
        List<String> all = spec.root().commandLine().getParseResult().originalArgs();
        List<String> arguments = new ArrayList<>(all.subList(all.indexOf(spec.name()) + 1, all.size()));
        if (name.isEmpty()) {
            arguments.addAll(List.of("--name", called));
        }
        return arguments;
    }

    private static void end(Process keeper) {
        keeper.destroy();
        try {
            keeper.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ArchtestException(
                    "interrupted while process %d removed what it had started".formatted(keeper.pid()), e);
        }
    }

    private void print(KeptStack stack) {
        surroundings
                .out()
                .println("%sstack '%s' is up: placement %s, run %s"
                        .formatted(
                                detail.detail() == Detail.QUIET ? "" : System.lineSeparator(),
                                stack.name(),
                                stack.placement(),
                                stack.runId()));
        if (detail.detail() == Detail.QUIET) {
            return;
        }
        for (Snapshot.Member member : stack.snapshot().members()) {
            List<String> ports = member.hostPorts().entrySet().stream()
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .map(entry -> "127.0.0.1:%d -> %d".formatted(entry.getValue(), entry.getKey()))
                    .toList();
            surroundings
                    .out()
                    .println("  %-18s %-6s  %s"
                            .formatted(
                                    member.name(), stack.architectures().get(member.name()), String.join(", ", ports)));
        }
        surroundings.out().println("archtest down %s removes it".formatted(stack.name()));
    }
}
