package io.archtest.check;

import io.archtest.check.Probes.Answer;
import io.archtest.check.Probes.Probe;
import io.archtest.check.Probes.Target;
import io.archtest.engine.ContainerFacts;
import io.archtest.engine.OwnedResource;
import io.archtest.environment.Environment;
import io.archtest.environment.RunScope;
import io.archtest.environment.RunningComponent;
import io.archtest.environment.RunningRelay;
import io.archtest.image.ImageSource;
import io.archtest.image.ResolvedImage;
import io.archtest.model.ArchtestException;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Asks for every ordered pair of components that share a network whether the first reaches the second's ports, from
 * inside the first one's network and by the names it knows. A connection alone proves nothing, since a relay, an engine's
 * proxy or a stranger may accept it: each one carries a nonce, and only the nonce's arrival at that port in the target's
 * own network, as the kernel sees it there, counts. No component needs to understand the nonce.
 */
public final class Connectivity {
    /** Probes at work at the same time; each costs the engine a few processes. */
    private static final int PARALLEL = 4;

    private static final Duration ARRIVAL = Duration.ofSeconds(10);

    private static final Answer NOT_ASKED = new Answer("not asked", 0, "its container had ended");

    private final RunScope scope;
    private final ImageSource images;

    public Connectivity(RunScope scope, ImageSource images) {
        this.scope = scope;
        this.images = images;
    }

    private record Question(RunningComponent from, RunningComponent to, Target target) {}

    /** All cells, in the order of sources and targets; blocks some seconds, and leaves no probe behind. */
    public List<ConnectivityResult> measure(Environment environment) {
        List<RunningComponent> components = environment.components().stream()
                .filter(component -> component.component().kind() == Component.Kind.COMPONENT)
                .toList();
        Probes probes = new Probes(scope);
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        Map<ComponentName, Probe> started = new ConcurrentHashMap<>();
        try {
            Parallel.each(
                    threads,
                    components,
                    component -> start(probes, component).ifPresent(probe -> started.put(component.name(), probe)));
            Map<Question, Answer> answers = ask(threads, probes, started, components);
            return judge(environment, components, answers, arrivals(probes, started, answers));
        } finally {
            threads.shutdownNow();
            started.values()
                    .forEach(probe -> probe.engine()
                            .remove(new OwnedResource(
                                    OwnedResource.Kind.CONTAINER, probe.containerId(), "probe", Map.of())));
        }
    }

    /** None when the component has ended: there is no network left to look from. */
    private Optional<Probe> start(Probes probes, RunningComponent component) {
        try {
            return Optional.of(probes.start(component, tools(component)));
        } catch (ArchtestException e) {
            if (end(component).isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Why a component can't be asked any more; nothing while it runs. */
    private static Optional<String> end(RunningComponent component) {
        ContainerFacts facts = component.engine().inspectContainer(component.containerId());
        return facts.running()
                ? Optional.empty()
                : Optional.of("'%s' is not running any more; it ended with exit code %d"
                        .formatted(component.name(), facts.exitCode()));
    }

    private Map<Question, Answer> ask(
            ExecutorService threads,
            Probes probes,
            Map<ComponentName, Probe> started,
            List<RunningComponent> components) {
        Map<Question, Answer> answers = new HashMap<>();
        Parallel.each(threads, components, source -> {
            List<Question> questions = questions(source, components);
            Probe probe = started.get(source.name());
            List<Answer> given = questions.isEmpty() || probe == null
                    ? Collections.nCopies(questions.size(), NOT_ASKED)
                    : probes.ask(probe, questions.stream().map(Question::target).toList());
            synchronized (answers) {
                for (int i = 0; i < given.size(); i++) {
                    answers.put(questions.get(i), given.get(i));
                }
            }
        });
        return answers;
    }

    private List<Question> questions(RunningComponent source, List<RunningComponent> components) {
        List<Question> questions = new ArrayList<>();
        for (RunningComponent target : components) {
            if (!target.name().equals(source.name()) && source.component().sharesNetworkWith(target.component())) {
                for (int port : target.component().askedPorts()) {
                    questions.add(new Question(source, target, new Target(called(source, target), port, Nonce.next())));
                }
            }
        }
        return questions;
    }

    /** In one network namespace there is no name for the other one, and none is needed. */
    private static String called(RunningComponent source, RunningComponent target) {
        return source.component().sharesNamespaceWith(target.component())
                ? "localhost"
                : target.name().value();
    }

    /** Who heard which nonce at which port; waits until all that were sent have been heard, or no more can come. */
    private static Map<ComponentName, Map<String, List<Integer>>> arrivals(
            Probes probes, Map<ComponentName, Probe> started, Map<Question, Answer> answers) {
        Map<ComponentName, Map<String, List<Integer>>> heard = new HashMap<>();
        try {
            Awaitility.await()
                    .atMost(ARRIVAL)
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        started.forEach((name, probe) -> heard.put(name, Witness.arrivals(probes.heard(probe))));
                        return answers.entrySet().stream()
                                .filter(entry -> entry.getValue().connected())
                                .allMatch(entry -> arrived(heard, entry.getKey()));
                    });
        } catch (ConditionTimeoutException e) {
            return heard; // what is missing fails its cell
        }
        return heard;
    }

    private static boolean arrived(Map<ComponentName, Map<String, List<Integer>>> heard, Question question) {
        return heard.getOrDefault(question.to().name(), Map.of())
                .getOrDefault(question.target().nonce(), List.of())
                .contains(question.target().port());
    }

    private static List<ConnectivityResult> judge(
            Environment environment,
            List<RunningComponent> components,
            Map<Question, Answer> answers,
            Map<ComponentName, Map<String, List<Integer>>> heard) {
        List<ConnectivityResult> results = new ArrayList<>();
        for (RunningComponent from : components) {
            for (RunningComponent to : components) {
                if (from.name().equals(to.name()) || !from.component().sharesNetworkWith(to.component())) {
                    continue;
                }
                Optional<RunningRelay> relay = environment.relayBetween(from.name(), to.name());
                if (to.component().askedPorts().isEmpty()) {
                    results.add(new ConnectivityResult(
                            from.name(),
                            to.name(),
                            Optional.empty(),
                            via(environment, from, to),
                            Verdict.SKIPPED,
                            portless(to.component()),
                            0));
                }
                answers.entrySet().stream()
                        .filter(entry -> entry.getKey().from().equals(from)
                                && entry.getKey().to().equals(to))
                        .sorted((one, other) -> Integer.compare(
                                one.getKey().target().port(),
                                other.getKey().target().port()))
                        .map(entry -> cell(environment, entry.getKey(), entry.getValue(), heard, relay))
                        .forEach(results::add);
            }
        }
        return results;
    }

    private static String portless(Component target) {
        List<Integer> udp = target.connections().udpPorts();
        return udp.isEmpty()
                ? "'%s' exposes no port".formatted(target.name())
                : "'%s' exposes no TCP port; a nonce can't prove UDP %s".formatted(target.name(), udp);
    }

    private static ConnectivityResult cell(
            Environment environment,
            Question question,
            Answer answer,
            Map<ComponentName, Map<String, List<Integer>>> heard,
            Optional<RunningRelay> relay) {
        boolean passed = arrived(heard, question);
        return new ConnectivityResult(
                question.from().name(),
                question.to().name(),
                Optional.of(question.target().port()),
                via(environment, question.from(), question.to()),
                passed ? Verdict.PASSED : Verdict.FAILED,
                passed ? "" : cause(question, answer, heard, relay) + reason(question),
                answer.micros());
    }

    private static String reason(Question question) {
        return question.to().component().reasonFor(question.target().port());
    }

    private static String cause(
            Question question,
            Answer answer,
            Map<ComponentName, Map<String, List<Integer>>> heard,
            Optional<RunningRelay> relay) {
        Optional<String> end = end(question.from()).or(() -> end(question.to()));
        if (end.isPresent()) {
            return end.get();
        }
        if (!answer.connected() && !(answer.outcome().equals("reset") && relay.isPresent())) {
            return "%s (%s)".formatted(answer.outcome(), answer.detail());
        }
        String nonce = question.target().nonce();
        for (Map.Entry<ComponentName, Map<String, List<Integer>>> entry : heard.entrySet()) {
            List<Integer> ports = entry.getValue().getOrDefault(nonce, List.of());
            if (!ports.isEmpty()) {
                return "wrong peer: it arrived at '%s' port %s".formatted(entry.getKey(), ports);
            }
        }
        if (relay.isPresent()) {
            String target = question.to().profile().reach().fromContainers();
            return relayCause(relay.get(), question.target().port(), target)
                    .orElse(
                            "nothing arrived: the relay accepted the connection (%s), but '%s' was not reached by %s; nothing answers there, or a wrong peer does"
                                    .formatted(answer.detail(), question.to().name(), target));
        }
        return "wrong peer: something accepted the connection (%s), but not '%s'"
                .formatted(answer.detail(), question.to().name());
    }

    /** HAProxy's two letters on how a session ended; its manual, section 8.5. */
    private static Optional<String> relayCause(RunningRelay relay, int port, String target) {
        List<String> lines = relay.engine().logTail(relay.containerId(), 2000).stream()
                .filter(line -> line.contains("port%d/peer".formatted(port)))
                .toList();
        if (lines.stream().anyMatch(line -> line.contains(" SC "))) {
            return Optional.of("refused (between the relay and %s)".formatted(target));
        }
        if (lines.stream().anyMatch(line -> line.contains(" sC "))) {
            return Optional.of("timeout (between the relay and %s)".formatted(target));
        }
        return Optional.empty();
    }

    private static String via(Environment environment, RunningComponent from, RunningComponent to) {
        return environment.placement().of(from.name())
                        == environment.placement().of(to.name())
                ? "direct"
                : to.profile().reach().fromContainers();
    }

    private ResolvedImage tools(RunningComponent component) {
        return images.tools(component.engine(), component.engine().info().architecture(), line -> {});
    }
}
