package io.archtest.junit;

import io.archtest.check.CheckResult;
import io.archtest.check.ConnectivityResult;
import io.archtest.environment.RunningComponent;
import io.archtest.model.Component;
import io.archtest.model.Outcome;
import io.archtest.model.Verdict;
import io.archtest.run.ActiveRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * What {@code archtest run} asks of every stack, and the scenario's own checks, as dynamic tests: returned from a method
 * marked {@code @TestFactory}. Nothing is asked before its test runs; what takes a while is asked once.
 */
public final class AutomaticChecks {
    private final ActiveRun run;
    private final List<CheckResult> asked = new ArrayList<>();
    private Optional<List<ConnectivityResult>> cells = Optional.empty();

    AutomaticChecks(ActiveRun run) {
        this.run = run;
    }

    /** All of them, in the order of a run. */
    public Stream<DynamicNode> all() {
        return Stream.of(
                DynamicContainer.dynamicContainer("architecture", architecture()),
                DynamicContainer.dynamicContainer("connectivity", connectivity()),
                DynamicContainer.dynamicContainer("isolation", isolation()),
                DynamicContainer.dynamicContainer("scenario", scenario()),
                DynamicContainer.dynamicContainer("health", health()));
    }

    /** Every component really runs on its architecture. */
    public Stream<DynamicNode> architecture() {
        return run.environment().components().stream().map(this::architecture);
    }

    private DynamicNode architecture(RunningComponent component) {
        return DynamicTest.dynamicTest(
                "%s really runs on %s".formatted(component.name(), component.requested()),
                () -> judge(run.examine(component).check().outcome()));
    }

    /** Every component reaches the right peer, at each port that there is; pairs without one are left out. */
    public Stream<DynamicNode> connectivity() {
        // measured when the stream is read, which is when its container runs
        return Stream.of(run)
                .flatMap(any -> cells().stream())
                .filter(cell -> cell.verdict() != Verdict.SKIPPED)
                .map(AutomaticChecks::connection);
    }

    /** Components on internal networks only have no way out. */
    public Stream<DynamicNode> isolation() {
        // asked when the stream is read, which is when its container runs
        return Stream.of(run)
                .flatMap(any -> any.isolation().stream())
                .map(result -> DynamicTest.dynamicTest(result.name(), () -> judge(result.outcome())));
    }

    static DynamicTest connection(ConnectivityResult cell) {
        String port = cell.port().map(number -> ":" + number).orElse("");
        return DynamicTest.dynamicTest(
                "%s reaches %s%s (%s)".formatted(cell.from(), cell.to(), port, cell.via()),
                () -> judge(
                        cell.verdict() == Verdict.PASSED
                                ? Outcome.passed("the nonce arrived")
                                : Outcome.failed("the nonce arrives at " + cell.to(), "it did not", cell.cause())));
    }

    private synchronized List<ConnectivityResult> cells() {
        if (cells.isEmpty()) {
            cells = Optional.of(run.connectivity());
        }
        return cells.get();
    }

    /** The scenario's own questions. They are put in the scenario's order, whatever order JUnit runs the tests in. */
    public Stream<DynamicNode> scenario() {
        Stream<DynamicNode> questions = IntStream.range(0, run.checks().size())
                .mapToObj(index -> DynamicTest.dynamicTest(
                        run.checks().get(index).name(), () -> judge(upTo(index).outcome())));
        Stream<DynamicNode> connections = Stream.of(run)
                .filter(any -> any.asksConnections())
                .flatMap(any -> any.answered(cells()).stream())
                .map(result -> DynamicTest.dynamicTest(result.name(), () -> judge(result.outcome())));
        return Stream.concat(questions, connections);
    }

    /** Asks what hasn't been asked of the checks up to this one; they may build on each other. */
    private synchronized CheckResult upTo(int index) {
        while (asked.size() <= index) {
            asked.add(run.ask(run.checks().get(asked.size())));
        }
        return asked.get(index);
    }

    /** Every component has stayed up and healthy since it was ready. */
    public Stream<DynamicNode> health() {
        return run.environment().components().stream()
                .filter(component -> component.component().kind() == Component.Kind.COMPONENT)
                .map(component -> DynamicTest.dynamicTest(
                        "%s stays up and healthy".formatted(component.name()), () -> judge(health(component))));
    }

    private Outcome health(RunningComponent component) {
        return run.health().stream()
                .filter(result -> result.component().equals(Optional.of(component.name())))
                .map(CheckResult::outcome)
                .findFirst()
                .orElseGet(() -> Outcome.errored("nobody watches it"));
    }

    private static void judge(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            throw new AssertionFailedError(
                    "expected %s; found %s%s"
                            .formatted(
                                    failed.expected(),
                                    failed.actual(),
                                    failed.cause().isEmpty() ? "" : " (%s)".formatted(failed.cause())),
                    failed.expected(),
                    failed.actual());
        } else if (outcome instanceof Outcome.Errored errored) {
            throw new IllegalStateException("could not be asked: " + errored.cause());
        } else if (outcome instanceof Outcome.Skipped skipped) {
            throw new TestAbortedException(skipped.reason());
        }
    }
}
