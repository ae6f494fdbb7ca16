package io.archtest.junit;

import io.archtest.check.SystemUnderTest;
import io.archtest.engine.Engine;
import io.archtest.environment.Environment;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Placement;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.Profile;
import io.archtest.run.ActiveRun;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A started stack, shared by all test classes of the launcher session that ask for the same one; they don't close it. */
public final class SharedStack {
    private final StackRequest request;
    private final ActiveRun run;
    private final AutomaticChecks checks;

    SharedStack(StackRequest request, ActiveRun run) {
        this.request = request;
        this.run = run;
        this.checks = new AutomaticChecks(run);
    }

    /**
     * The stack that a class marked {@link ArchTest} asks for, from static code: a method marked
     * {@code @DynamicPropertySource}, a Quarkus test resource. It is started by the first call (or by the class's own tests,
     * whichever comes first), which blocks, and shared as any other.
     *
     * @throws StackNotStartedException with the cause, each time
     * @throws InvalidRequestException when the class doesn't say which stack, or runs on several
     */
    public static SharedStack of(Class<?> testClass) {
        SharedStacks stacks = OpenStacks.current();
        Asked asked = new Asked(testClass, stacks);
        if (!asked.invocations().isEmpty()) {
            throw new InvalidRequestException(
                    "%s runs on several stacks, and which one is known only in its tests: take one of them by SharedStack.of(%s.class, ARM64), or take SharedStack as a parameter"
                            .formatted(testClass.getName(), testClass.getSimpleName()));
        }
        return stacks.get(asked.own(Optional.empty()));
    }

    /** The same with all components on one architecture. */
    public static SharedStack of(Class<?> testClass, Architecture architecture) {
        SharedStacks stacks = OpenStacks.current();
        return stacks.get(new Asked(testClass, stacks).base().on(architecture));
    }

    public Environment environment() {
        return run.environment();
    }

    public Placement placement() {
        return plan().placement();
    }

    /** What a scenario's checks may see and do; for tests that reuse those of a scenario. */
    public SystemUnderTest system() {
        return SystemUnderTest.of(environment());
    }

    public AutomaticChecks checks() {
        return checks;
    }

    /** @throws InvalidRequestException when there is no such component; the message names those that there are */
    public ComponentUnderTest component(String name) {
        requireComponent(plan(), name);
        return new ComponentUnderTest(environment(), environment().component(ComponentName.of(name)));
    }

    static void requireComponent(PlannedRun plan, String name) {
        List<String> known = plan.scenario().components().stream()
                .map(component -> component.name().value())
                .toList();
        if (!known.contains(name)) {
            throw new InvalidRequestException("No component '%s' in scenario '%s'; known: %s%s"
                    .formatted(name, plan.scenario().name(), String.join(", ", known), Suggestion.of(name, known)));
        }
    }

    /** The engine that all of the stack runs on. */
    public Engine engine() {
        Set<Engine> engines =
                plan().profiles().keySet().stream().map(run::engine).collect(Collectors.toSet());
        if (engines.size() > 1) {
            throw new InvalidRequestException(
                    "stack %s runs on two engines: say which by @On(ARM64) or @On(X86_64), or take ComponentUnderTest.engine()"
                            .formatted(request));
        }
        return engines.iterator().next();
    }

    /** The engine that its components of that architecture run on. */
    public Engine engine(Architecture architecture) {
        if (!plan().profiles().containsKey(architecture)) {
            throw new InvalidRequestException("stack %s has nothing on %s; it is on: %s"
                    .formatted(request, architecture, plan().profiles().keySet()));
        }
        return run.engine(architecture);
    }

    /** Where its components of that architecture run. */
    public Profile profile(Architecture architecture) {
        return plan().profile(architecture);
    }

    /** What a person should know of it, such as that a stand-in image is used. */
    public List<String> notices() {
        return run.notices();
    }

    ActiveRun run() {
        return run;
    }

    private PlannedRun plan() {
        return run.plan();
    }

    @Override
    public String toString() {
        return "%s (run %s)".formatted(request, run.runId());
    }
}
