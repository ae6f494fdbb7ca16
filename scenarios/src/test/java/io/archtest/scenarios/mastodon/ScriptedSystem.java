package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import io.archtest.model.Architecture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A Mastodon stack in memory: seven Sidekiq components, logs and variables as a test sets them, one HTTP port. */
final class ScriptedSystem implements SystemUnderTest {
    final Map<String, List<String>> commands = new LinkedHashMap<>();
    final Map<String, List<String>> logs = new HashMap<>();
    final Map<String, String> variables = new HashMap<>();
    /** Components in an outage now. */
    final Set<String> stopped = new HashSet<>();

    /** Is told what has come back from an outage. */
    Consumer<Set<String>> whenBack = components -> {};

    /** Ports of this host by {@code component:port}, for those that aren't the HTTP port. */
    final Map<String, Integer> ports = new HashMap<>();
    /** Where components run that aren't on x86_64. */
    final Map<String, Architecture> placed = new HashMap<>();
    /** Answers commands in components by component and words; nothing for the usual answer. */
    BiFunction<String, List<String>, Optional<ExecResult>> whenExecuted = (component, words) -> Optional.empty();

    int httpPort = 1;
    int streamingPort;
    int catcherPort;
    int tootctlExitCode;
    /** Answers to commands by their words, where a test gives any; the others are tootctl's. */
    Function<List<String>, Optional<ExecResult>> programs = command -> Optional.empty();
    /** For a test in which everything that is waited for comes. */
    boolean patient;

    ScriptedSystem() {
        commands.put("postgres", List.of("postgres"));
        commands.put("redis", List.of("redis-server"));
        commands.put("web", List.of("tini", "--", "bundle", "exec", "puma"));
        commands.put("streaming", List.of("node", "./streaming/index.js"));
        for (String queue : SidekiqComponents.QUEUES) {
            commands.put(
                    "sidekiq-" + queue, List.of("tini", "--", "bundle", "exec", "sidekiq", "-c", "2", "-q", queue));
        }
        variables.put("LOCAL_DOMAIN", "mastodon.test");
    }

    void log(String component, String line) {
        logs.computeIfAbsent(component, key -> new ArrayList<>()).add(line);
    }

    @Override
    public List<String> components() {
        return List.copyOf(commands.keySet());
    }

    @Override
    public Endpoint endpoint(String component, int port) {
        int own = component.equals("streaming") ? streamingPort : component.equals("mailpit") ? catcherPort : 0;
        return new Endpoint(
                "127.0.0.1", ports.getOrDefault("%s:%d".formatted(component, port), own > 0 ? own : httpPort));
    }

    @Override
    public Architecture architecture(String component) {
        return placed.getOrDefault(component, Architecture.X86_64);
    }

    @Override
    public Optional<String> environment(String component, String variable) {
        // a variable that only one component has is put there as "component.VARIABLE"
        return Optional.ofNullable(variables.getOrDefault(component + "." + variable, variables.get(variable)));
    }

    @Override
    public List<String> commandLine(String component) {
        return commands.getOrDefault(component, List.of());
    }

    @Override
    public ExecResult exec(String component, Duration limit, String... command) {
        return whenExecuted
                .apply(component, List.of(command))
                .or(() -> programs.apply(List.of(command)))
                .orElseGet(() -> new ExecResult(tootctlExitCode, "OK", ""));
    }

    @Override
    public List<String> log(String component) {
        return logs.getOrDefault(component, List.of());
    }

    @Override
    public double slowness(String component) {
        return 1;
    }

    @Override
    public <T> T without(List<String> components, Callable<T> question) throws Exception {
        stopped.addAll(components);
        try {
            return question.call();
        } finally {
            stopped.removeAll(components);
            whenBack.accept(Set.copyOf(components));
        }
    }

    /** Only a WebSocket's thread may need a moment; nothing else changes here while one waits. */
    @Override
    public <T> Optional<T> await(Duration limit, Callable<Optional<T>> attempt) {
        try {
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(patient ? 20 : 0).plusMillis(300))
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(attempt, Optional::isPresent);
        } catch (ConditionTimeoutException e) {
            return Optional.empty();
        }
    }
}
