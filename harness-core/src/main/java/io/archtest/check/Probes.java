package io.archtest.check;

import io.archtest.engine.ContainerSpec;
import io.archtest.engine.Engine;
import io.archtest.engine.ExecResult;
import io.archtest.environment.RunScope;
import io.archtest.environment.RunningComponent;
import io.archtest.image.ResolvedImage;
import io.archtest.model.ArchtestException;
import io.archtest.model.FileContent;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.SecuritySettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A container in a component's network namespace: it connects from there to others, and listens to what arrives. It is of
 * the engine's own architecture, so that probing costs the same on both sides.
 */
final class Probes {
    private static final String SCRIPT = "/probe.pl";
    static final String TALK = "/talk.pl";
    private static final String WITNESS = "/witness.pl";
    private static final int CONNECT_SECONDS = 5;
    private static final Duration LISTENING = Duration.ofSeconds(60);
    private static final int LOG_LINES = 100_000;

    private final RunScope scope;

    Probes(RunScope scope) {
        this.scope = scope;
    }

    /** One that listens already. */
    record Probe(RunningComponent component, Engine engine, String containerId) {}

    /** One question: a name and a port as the component would say them, and the nonce to send there. */
    record Target(String name, int port, String nonce) {}

    /** The probing program's answer to one question. */
    record Answer(String outcome, long micros, String detail) {
        boolean connected() {
            return outcome.equals("connected");
        }
    }

    Probe start(RunningComponent component, ResolvedImage tools) {
        return start(component, tools, "probe", component.component().askedPorts());
    }

    /**
     * @param role in the container's name, of which there may be one for each component
     * @param ports to listen to
     */
    Probe start(RunningComponent component, ResolvedImage tools, String role, List<Integer> ports) {
        Engine engine = component.engine();
        String id = scope.creating(() -> {
            String created = engine.createContainer(spec(component, tools, role, ports));
            engine.copyInto(
                    created,
                    List.of(
                            program(),
                            new FileContent(TALK, script("talk.pl"), 0644, 0, 0),
                            new FileContent(WITNESS, script("witness.pl"), 0644, 0, 0)));
            engine.startContainer(created);
            return created;
        });
        Probe probe = new Probe(component, engine, id);
        if (!ports.isEmpty()) {
            awaitListening(probe);
        }
        return probe;
    }

    /** Asks all questions from the probe's network; blocks. */
    List<Answer> ask(Probe probe, List<Target> targets) {
        List<String> command = new ArrayList<>(List.of("perl", SCRIPT, String.valueOf(CONNECT_SECONDS)));
        targets.forEach(target -> command.add("%s %d %s".formatted(target.name(), target.port(), target.nonce())));
        Duration limit = Duration.ofSeconds(30 + (long) targets.size() * (CONNECT_SECONDS + 1));
        ExecResult result = probe.engine().exec(probe.containerId(), command, limit);
        List<Answer> answers = result.output().lines().map(Probes::answer).toList();
        if (answers.size() != targets.size()) {
            throw new ArchtestException("The probe of '%s' gave %d answers to %d questions; exit code %d, it said: %s"
                    .formatted(
                            probe.component().name(),
                            answers.size(),
                            targets.size(),
                            result.exitCode(),
                            result.errorOutput().strip()));
        }
        return answers;
    }

    /** What has arrived in the probe's network so far. */
    List<String> heard(Probe probe) {
        return probe.engine().logTail(probe.containerId(), LOG_LINES);
    }

    private static Answer answer(String line) {
        String[] fields = line.split("\t", 4);
        return new Answer(fields[1], Long.parseLong(fields[2]), fields.length > 3 ? fields[3] : "");
    }

    private void awaitListening(Probe probe) {
        try {
            Awaitility.await()
                    .atMost(LISTENING)
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> heard(probe).stream().anyMatch(Witness.LISTENING::equals));
        } catch (ConditionTimeoutException e) {
            throw new ArchtestException(
                    "The probe of '%s' did not begin to listen within %d s; it said: %s"
                            .formatted(probe.component().name(), LISTENING.toSeconds(), heard(probe)),
                    e);
        }
    }

    private ContainerSpec spec(RunningComponent component, ResolvedImage tools, String role, List<Integer> ports) {
        return new ContainerSpec(
                "archtest-%s-%s-%s".formatted(scope.runId(), role, component.name()),
                tools.facts().id(),
                component.engine().info().architecture(),
                ProcessSettings.asInImage().withCommand(listening(ports)),
                ResourceLimits.none(),
                SecuritySettings.engineDefaults(),
                List.of(),
                Optional.empty(),
                new ContainerSpec.Within(component.containerId()),
                RestartPolicy.never(),
                scope.labels("probe", component.name().value()));
    }

    /** A component without ports is only a source. */
    private static List<String> listening(List<Integer> ports) {
        if (ports.isEmpty()) {
            return List.of("busybox", "sleep", "86400");
        }
        List<String> command = new ArrayList<>(List.of("perl", WITNESS));
        ports.forEach(port -> command.add(String.valueOf(port)));
        return command;
    }

    /** What a container needs in order to be asked. */
    static FileContent program() {
        return new FileContent(SCRIPT, script("probe.pl"), 0644, 0, 0);
    }

    private static String script(String name) {
        try (InputStream script = Probes.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException("archtest's jar lacks its program " + name);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
