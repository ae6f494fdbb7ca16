package io.archtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.ExecResult;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.Outcome;
import io.archtest.model.Redaction;
import io.archtest.scenario.CheckDeclaration;
import io.archtest.scenario.TextExpectation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Checks of logs that can't be met share one wait, counted from what was done last; a line is never given less time than that. */
class LogPatienceTest {
    private final LogPatience patience = new LogPatience();
    private final Waiting system = new Waiting();

    @Test
    void thoseThatWaitInVainWaitOnceTogether() throws Exception {
        assertThat(ask("one")).isInstanceOf(Outcome.Failed.class);
        assertThat(ask("two")).isInstanceOf(Outcome.Failed.class);
        assertThat(ask("three")).isInstanceOf(Outcome.Failed.class);

        assertThat(system.waits).containsExactly(Duration.ofSeconds(10));
    }

    @Test
    void whatIsThereAfterAWaitInVainIsFound() throws Exception {
        ask("one");
        system.lines.add("two");

        assertThat(ask("two")).isInstanceOf(Outcome.Passed.class);
        assertThat(system.waits).hasSize(1);
    }

    @Test
    void oneWithALongerLimitWaitsForTheRestOfIt() throws Exception {
        ask("one");
        assertThat(ask("two", Optional.of(Duration.ofSeconds(30)))).isInstanceOf(Outcome.Failed.class);
        ask("three");

        assertThat(system.waits).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    @Test
    void afterACheckThatDidSomethingTheWholeTimeIsWaited() throws Exception {
        ask("one");
        Check request = new Doing(
                new Check() {
                    @Override
                    public String name() {
                        return "a request";
                    }

                    @Override
                    public Outcome ask(SystemUnderTest asked) {
                        system.later.add("two");
                        return Outcome.failed("200", "502");
                    }
                },
                patience);
        request.ask(system);

        assertThat(ask("two")).isInstanceOf(Outcome.Passed.class);
        assertThat(system.waits).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    @Test
    void oneLineThatCameLateMayBeFollowedByAnother() throws Exception {
        ask("one");
        system.later.add("two");
        assertThat(ask("two", Optional.of(Duration.ofSeconds(30)))).isInstanceOf(Outcome.Passed.class);
        system.later.add("three");

        assertThat(ask("three")).isInstanceOf(Outcome.Passed.class);
        assertThat(system.waits)
                .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(10));
    }

    @Test
    void oneThatIsMetAtOnceGivesTheOthersNoNewTime() throws Exception {
        system.lines.add("two");
        ask("one");
        ask("two");
        ask("three");

        assertThat(system.waits).containsExactly(Duration.ofSeconds(10));
    }

    private Outcome ask(String line) throws Exception {
        return ask(line, Optional.empty());
    }

    private Outcome ask(String line, Optional<Duration> timeout) throws Exception {
        CheckDeclaration.Log log = new CheckDeclaration.Log(
                line, ComponentName.of("web"), TextExpectation.containing(line), 1, List.of(), timeout);
        return new LogQuestion(log, Redaction::none, patience).ask(system);
    }

    /** A component whose later lines come when somebody waits for them. */
    private static final class Waiting implements SystemUnderTest {
        private final SystemUnderTest nothingElse = new NoSystem();
        private final List<String> lines = new ArrayList<>();
        private final List<String> later = new ArrayList<>();
        private final List<Duration> waits = new ArrayList<>();

        @Override
        public List<String> log(String component) {
            return List.copyOf(lines);
        }

        @Override
        public <T> Optional<T> await(Duration limit, Callable<Optional<T>> attempt) throws Exception {
            waits.add(limit);
            lines.addAll(later);
            later.clear();
            return attempt.call();
        }

        @Override
        public List<String> components() {
            return List.of("web");
        }

        @Override
        public double slowness(String component) {
            return 1;
        }

        @Override
        public Optional<String> environment(String component, String variable) {
            return nothingElse.environment(component, variable);
        }

        @Override
        public List<String> commandLine(String component) {
            return nothingElse.commandLine(component);
        }

        @Override
        public Endpoint endpoint(String component, int port) {
            return nothingElse.endpoint(component, port);
        }

        @Override
        public Architecture architecture(String component) {
            return nothingElse.architecture(component);
        }

        @Override
        public ExecResult exec(String component, Duration limit, String... command) {
            return nothingElse.exec(component, limit, command);
        }

        @Override
        public <T> T without(List<String> components, Callable<T> question) throws Exception {
            return nothingElse.without(components, question);
        }
    }
}
