package io.archtest.cli;

import io.archtest.host.HostFacts;
import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.ProfileProvider;
import io.archtest.report.baseline.ExpectedTimes;
import io.archtest.run.AbortHook;
import io.archtest.run.ActiveRun;
import io.archtest.run.KeptStack;
import io.archtest.run.KeptStacks;
import io.archtest.run.Providers;
import io.archtest.run.ScenarioFiles;
import io.archtest.run.Session;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The process behind {@code archtest up}: it starts a stack, makes it known, and removes it when it is told to end. So the
 * stack has a living owner like any other, and one whose keeper was killed is removed by the next run.
 */
@Command(description = "Keeps a stack running; 'archtest up' starts it.", hidden = true)
final class KeepCommand implements Callable<Integer> {
    static final String NAME = "keep";

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Mixin
    private DetailOptions detail = new DetailOptions();

    @Option(names = "--name", required = true)
    private String name = "";

    private final Surroundings surroundings;

    KeepCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    @SuppressWarnings("try") // the reservation is only held
    public Integer call() throws Exception {
        Providers providers = new Machine(surroundings, options.provider()).providers();
        KeptStacks stacks = new KeptStacks(providers.state());
        try (AutoCloseable reservation = stacks.reserve(KeptStacks.name(name))
                        .orElseThrow(() -> new InvalidRequestException(
                                "Another archtest keeps a stack called '%s', or is starting or removing it"
                                        .formatted(name)));
                ScenarioFiles files = new ScenarioFiles(surroundings.environment(), surroundings.discretion()::learn);
                Progress progress = Output.plain(detail.detail(), surroundings)
                        .progress((scenario, placement) -> ExpectedTimes.UNKNOWN)) {
            HostFacts facts = providers.facts();
            ProfileProvider provider = providers.provider(facts);
            PlannedRun run = options.onlyRun(files, provider);
            providers.refuseIfUnfit(provider, facts, run.placement().architectures());
            Session session = Session.open(providers, provider, facts, progress);
            AbortHook hook = new AbortHook(() -> end(stacks, session));
            try {
                ActiveRun active = session.prepare(run);
                active.start();
                stacks.add(KeptStack.of(name, options.onlyScenario(files), provider.name(), active));
                untilToldToEnd();
            } finally {
                end(stacks, session);
                hook.close();
            }
        }
        return ExitCode.PASSED;
    }

    /** What could not be removed leaves the file, by which {@code archtest down} knows. */
    private void end(KeptStacks stacks, Session session) {
        try {
            session.close();
            stacks.remove(name);
        } catch (ArchtestException e) {
            surroundings.err().println("archtest: " + e.getMessage());
        }
    }

    /** The hook does the rest; nothing else ever ends this. */
    private static void untilToldToEnd() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
