package io.archtest.cause;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.ContainerFacts.Health;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is known of something that went wrong.
 *
 * @param container what its engine says of the container that it is about
 * @param emulated whether an emulator executes that container
 * @param job whether it was to end by itself
 * @param log its last lines
 * @param healthTest the command of its health check; empty where there is none or it isn't known
 * @param handler what the kernel says of its handler for the container's architecture: a file of binfmt_misc, or nothing
 *     where there is none; absent where it isn't known
 * @param engine what an engine refused something with; empty when it didn't
 * @param answer what a check or a connection got instead of what was wanted; empty when it isn't about one
 */
public record Symptoms(
        Optional<ContainerFacts> container,
        boolean emulated,
        boolean job,
        List<String> log,
        List<String> healthTest,
        Optional<BinfmtHandler> handler,
        String engine,
        String answer) {
    /** As loggers mark it. */
    private static final Pattern CHATTER = Pattern.compile(
            "\\b(INFO|DEBUG|TRACE)\\b|(?i:\\[(info|debug|trace)\\]|^\\W*(info|debug|trace):|\\blevel\"?[=:] ?\"?(info|debug|trace)\\b)");

    public Symptoms {
        log = List.copyOf(log);
        healthTest = List.copyOf(healthTest);
    }

    /** Of a container that failed. */
    public static Symptoms of(ContainerFacts facts, List<String> log, boolean emulated) {
        return new Symptoms(Optional.of(facts), emulated, false, log, List.of(), Optional.empty(), "", "");
    }

    /** Of an engine's refusal. */
    public static Symptoms ofEngine(String said) {
        return new Symptoms(Optional.empty(), false, false, List.of(), List.of(), Optional.empty(), said, "");
    }

    /** Of a check or a connection. */
    public static Symptoms ofAnswer(String said) {
        return new Symptoms(Optional.empty(), false, false, List.of(), List.of(), Optional.empty(), "", said);
    }

    /** The same of a container that was to end by itself. */
    public Symptoms ofJob() {
        return new Symptoms(container, emulated, true, log, healthTest, handler, engine, answer);
    }

    /** The same with the command that tells whether the container is well. */
    public Symptoms withHealthTest(List<String> command) {
        return new Symptoms(container, emulated, job, log, command, handler, engine, answer);
    }

    /** The same with what the kernel knows of the container's architecture. */
    public Symptoms withHandler(BinfmtHandler known) {
        return new Symptoms(container, emulated, job, log, healthTest, Optional.of(known), engine, answer);
    }

    /** The same with what a check got. */
    public Symptoms withAnswer(String said) {
        return new Symptoms(container, emulated, job, log, healthTest, handler, engine, said);
    }

    /** The same without what a program logs for information only: what is mentioned there needn't have gone wrong. */
    Symptoms withoutChatter() {
        List<String> rest =
                log.stream().filter(line -> !CHATTER.matcher(line).find()).toList();
        return new Symptoms(container, emulated, job, rest, healthTest, handler, engine, answer);
    }

    /** A container that ended well or is healthy says nothing in its log that counts, whatever it mentions there. */
    List<String> tellingLog() {
        boolean well = container
                .filter(facts -> facts.running() ? facts.health() == Health.HEALTHY : endedWell(facts))
                .isPresent();
        return well ? List.of() : log;
    }

    private static boolean endedWell(ContainerFacts facts) {
        return facts.ended() && facts.exitCode() == 0 && !facts.oomKilled();
    }

    /** The exit code of a container that doesn't run. */
    Optional<Integer> exitCode() {
        return container
                .filter(facts -> facts.ended() || facts.state() == ContainerFacts.State.RESTARTING)
                .map(ContainerFacts::exitCode);
    }
}
