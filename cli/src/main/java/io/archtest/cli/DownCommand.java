package io.archtest.cli;

import io.archtest.host.Ownership;
import io.archtest.host.StateFolder;
import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.run.KeptStack;
import io.archtest.run.KeptStacks;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code archtest down}: removes what {@code archtest up} left running. */
@Command(
        description = "Removes stacks that 'archtest up' left running, with all that belongs to them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DownCommand implements Callable<Integer> {
    private static final long LIMIT_MINUTES = 5;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "Which of them; may be left out when there is only one.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "All of them.")
    private boolean all;

    private final Surroundings surroundings;

    DownCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        KeptStacks stacks = new KeptStacks(StateFolder.of(surroundings.environment()));
        for (KeptStack stack : chosen(stacks.list())) {
            end(stack);
            refuseIfLeft(stacks, stack);
            stacks.forget(stack.name());
            surroundings.out().println("removed stack '%s'".formatted(stack.name()));
        }
        stacks.removeDead();
        return ExitCode.PASSED;
    }

    private List<KeptStack> chosen(List<KeptStack> running) {
        if (all || (names.isEmpty() && running.size() == 1)) {
            return running;
        }
        if (names.isEmpty()) {
            throw new InvalidRequestException(
                    running.isEmpty() ? "No stack is up" : "Which one? %s; or --all".formatted(listed(running)));
        }
        List<KeptStack> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(running.stream()
                    .filter(stack -> stack.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidRequestException(
                            "No stack '%s' is up; up are: %s".formatted(name, listed(running)))));
        }
        return chosen;
    }

    private static String listed(List<KeptStack> stacks) {
        return stacks.isEmpty() ? "none" : stacks.stream().map(KeptStack::name).collect(Collectors.joining(", "));
    }

    /** Its keeper removes its file last. */
    private static void refuseIfLeft(KeptStacks stacks, KeptStack stack) throws IOException {
        if (stacks.isRecorded(stack.name())) {
            stacks.remove(stack.name());
            throw new ArchtestException(
                    "Stack '%s' could not be removed completely; its keeper said:%n%s%n'archtest clean' tries again"
                            .formatted(
                                    stack.name(),
                                    Files.readString(stacks.log(stack.name())).strip()));
        }
    }

    /** Its keeper removes the containers before it ends. */
    private static void end(KeptStack stack) throws InterruptedException, ExecutionException {
        Optional<ProcessHandle> keeper = new Ownership(stack.owner()).process();
        if (keeper.isEmpty()) {
            return;
        }
        keeper.get().destroy();
        try {
            keeper.get().onExit().get(LIMIT_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            throw new ArchtestException(
                    "Process %d, which keeps stack '%s', did not end within %d minutes; end it with 'kill -9 %d', after which 'archtest clean' removes the stack"
                            .formatted(
                                    keeper.get().pid(),
                                    stack.name(),
                                    LIMIT_MINUTES,
                                    keeper.get().pid()),
                    e);
        }
    }
}
