package io.archtest.environment;

import static org.awaitility.Awaitility.await;

import io.archtest.cause.Crash;
import io.archtest.cause.Diagnosis;
import io.archtest.cause.Symptoms;
import io.archtest.engine.ContainerFacts;
import io.archtest.engine.ContainerFacts.Health;
import io.archtest.engine.Engine;
import io.archtest.environment.Slowness.Pace;
import io.archtest.model.Component;
import io.archtest.model.HealthCheck;
import io.archtest.model.RestartPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Waits until a component is ready or a job has ended. A component with a health check is ready when the engine calls it
 * healthy, one with ports when they all listen (inferred ones: or when they had their time), any other when it runs. The wait ends at once when the container ends or
 * turns unhealthy, and goes on as long as there is progress.
 */
final class Readiness {
    private static final Duration QUIET = Duration.ofSeconds(60);
    private static final Duration TOTAL = Duration.ofMinutes(10);
    /** For ports that nobody declared: when they stay closed, the connectivity check says so, and why they were expected. */
    private static final Duration GUESS = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(150);
    /** A component with a restart policy may try a few times: Compose files rely on it for their start order. */
    private static final int RESTARTS = 5;
    /** Below this share of a processor it is only idling, or answering health checks. */
    private static final double WORKING = 0.2;

    private static final int TAIL = 40;
    private static final KernelHandlers KERNEL = new KernelHandlers(Path.of("/proc"));

    private final Component component;
    private final Engine engine;
    private final String containerId;
    private final OpenPorts ports;
    private final Optional<HealthCheck> check;
    private final LongSupplier nanoTime;
    private final Patience patience;
    private final Patience guess;
    private final boolean emulated;
    private Sample last;

    private String lastHealth = "";

    private record Sample(String logEnd, Optional<Long> cpuNanos, long at) {}

    /** @param nanoTime by which it waits */
    Readiness(RunningComponent running, Slowness slowness, LongSupplier nanoTime) {
        this.component = running.component();
        this.engine = running.engine();
        this.containerId = running.containerId();
        this.ports = new OpenPorts(running.profile().reach().fromHost(), running.hostPorts());
        this.check = running.healthCheck();
        this.emulated = running.emulated();
        this.nanoTime = nanoTime;
        this.last = new Sample("", Optional.empty(), nanoTime.getAsLong());
        Pace own = slowness.pace(WorkClass.INTERPRETER);
        this.guess = new Patience(GUESS, GUESS, own, nanoTime);
        // a health check has to pass beside the component's own work, and is a process of its own
        Pace pace = check.isPresent() ? slowness.slowest(WorkClass.INTERPRETER, WorkClass.PROCESS_START) : own;
        this.patience = new Patience(
                atLeast(QUIET, check.map(HealthCheck::longestSilence)),
                atLeast(TOTAL, check.map(HealthCheck::longestWait)),
                pace,
                nanoTime);
    }

    /** Nobody is called silent who has nothing to say yet by the word of its own health check. */
    private static Duration atLeast(Duration usual, Optional<Duration> granted) {
        return granted.filter(longer -> longer.compareTo(usual) > 0).orElse(usual);
    }

    /** Blocks; throws {@link StartupException} with the cause when it will not get ready. */
    ContainerFacts awaitReady() {
        return await().forever()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(this::look, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<ContainerFacts> look() {
        ContainerFacts facts = engine.inspectContainer(containerId);
        if (component.kind() == Component.Kind.JOB) {
            if (facts.ended()) {
                return Optional.of(endedWell(facts));
            }
        } else {
            refuseEnd(facts);
            if (facts.running() && ready(facts)) {
                return Optional.of(facts);
            }
        }
        noticeProgress(facts);
        if (patience.exhausted()) {
            throw failure("did not get ready: %s%s".formatted(patience.describe(), lastSeen(facts)), facts);
        }
        return Optional.empty();
    }

    private ContainerFacts endedWell(ContainerFacts facts) {
        if (facts.exitCode() != 0) {
            throw failure("is a job and ended with exit code %d instead of 0".formatted(facts.exitCode()), facts);
        }
        return facts;
    }

    private void refuseEnd(ContainerFacts facts) {
        if (facts.ended()) {
            throw failure(
                    "ended with exit code %d before it was ready%s%s"
                            .formatted(
                                    facts.exitCode(),
                                    HealthWatch.job(component.name(), String.valueOf(facts.exitCode())),
                                    component.restart().kind() == RestartPolicy.Kind.NO
                                            ? ""
                                            : " (restart policy '%s', restarted %d times)"
                                                    .formatted(
                                                            component
                                                                    .restart()
                                                                    .kind()
                                                                    .word(),
                                                            facts.restarts())),
                    facts);
        }
        if (facts.restarts() > RESTARTS) {
            throw failure("ended and was restarted %d times before it was ready".formatted(facts.restarts()), facts);
        }
        if (facts.health() == Health.UNHEALTHY) {
            throw failure(
                    "turned unhealthy; its health check %s last said \"%s\""
                            .formatted(describeCheck(), facts.lastHealthOutput().strip()),
                    facts);
        }
    }

    private boolean ready(ContainerFacts facts) {
        if (check.isPresent()) {
            return facts.health() == Health.HEALTHY;
        }
        return ports.all(component.declaredPorts())
                && (ports.all(component.inferred().asked().keySet()) || guess.exhausted());
    }

    private String describeCheck() {
        return check.map(it -> it.test().toString()).orElse("")
                + (component.healthCheck().isPresent() ? "" : " (the image's own)");
    }

    private void noticeProgress(ContainerFacts facts) {
        String health = HealthProgress.of(facts);
        if (!health.equals(lastHealth)) {
            patience.progress();
            lastHealth = health;
        }
        if (!patience.wearingThin()
                || nanoTime.getAsLong() - last.at() < Duration.ofSeconds(5).toNanos()) {
            return;
        }
        List<String> end = engine.logTail(containerId, 1);
        Sample now = new Sample(String.join("", end), engine.cpuNanos(containerId), nanoTime.getAsLong());
        boolean spoke = !Objects.equals(now.logEnd(), last.logEnd());
        if (spoke || worked(now)) {
            patience.progress();
        }
        last = now;
    }

    private boolean worked(Sample now) {
        if (now.cpuNanos().isEmpty() || last.cpuNanos().isEmpty()) {
            return false;
        }
        double share = (double) (now.cpuNanos().get() - last.cpuNanos().get()) / (now.at() - last.at());
        return share > WORKING;
    }

    private String lastSeen(ContainerFacts facts) {
        String health = facts.health() == Health.NONE
                ? portsIfTheyCount()
                : "; health: %s, last answer \"%s\""
                        .formatted(
                                facts.health().name().toLowerCase(Locale.ROOT),
                                facts.lastHealthOutput().strip());
        return health;
    }

    private String portsIfTheyCount() {
        return check.isPresent() || component.kind() == Component.Kind.JOB
                ? ""
                : ports.complaint(component.declaredPorts());
    }

    private StartupException failure(String what, ContainerFacts facts) {
        List<String> log = engine.logTail(containerId, TAIL);
        Diagnosis diagnosis = Diagnosis.of(component.name().value(), symptoms(facts, log));
        String lines = log.isEmpty()
                ? "\n  it logged nothing"
                : "\n  last lines of its log:\n    " + String.join("\n    ", diagnosis.lastLines());
        String message = "'%s' (%s) %s\n  cause: %s%s"
                .formatted(component.name(), component.image(), what, diagnosis.describe(), lines);
        return diagnosis.crash().filter(Crash::emulated).isPresent()
                ? new EmulatorCrashException(message, diagnosis)
                : new StartupException(message, diagnosis);
    }

    private Symptoms symptoms(ContainerFacts facts, List<String> log) {
        Symptoms symptoms = Symptoms.of(facts, log, emulated)
                .withHealthTest(check.map(HealthCheck::test).orElse(List.of()));
        Symptoms ofKind = component.kind() == Component.Kind.JOB ? symptoms.ofJob() : symptoms;
        return KERNEL.handler(
                        engine.info(),
                        emulated
                                ? engine.info().architecture().mirror()
                                : engine.info().architecture())
                .map(ofKind::withHandler)
                .orElse(ofKind);
    }
}
