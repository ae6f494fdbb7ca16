package io.archtest.scenarios;

import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.ComponentName;
import io.archtest.model.Outcome;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A check from its claim and its question; may be left unasked when an earlier claim that it rests on did not hold. */
public final class Claim implements Check {
    private final String name;
    private final Optional<ComponentName> component;
    private final Set<String> tags;
    private final Supplier<Optional<String>> obstacle;
    private final Question question;

    /** What is asked. */
    public interface Question {
        Outcome ask(SystemUnderTest system) throws Exception;
    }

    private Claim(
            String name,
            Optional<ComponentName> component,
            Set<String> tags,
            Supplier<Optional<String>> obstacle,
            Question question) {
        this.name = name;
        this.component = component;
        this.tags = tags;
        this.obstacle = obstacle;
        this.question = question;
    }

    public static Claim of(String name, String component, Question question) {
        return new Claim(name, Optional.of(ComponentName.of(component)), Set.of(), Optional::empty, question);
    }

    /** @param newObstacle why the question makes no sense now, if it doesn't */
    public Claim unless(Supplier<Optional<String>> newObstacle) {
        return new Claim(name, component, tags, newObstacle, question);
    }

    /** Asked only when this tag was asked for. */
    public Claim tagged(String tag) {
        return new Claim(name, component, Set.of(tag), obstacle, question);
    }

    @Override
    public Set<String> tags() {
        return tags;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<ComponentName> component() {
        return component;
    }

    /** A component that gives no answer at all makes the claim about it wrong, not unanswerable. */
    @Override
    public Outcome ask(SystemUnderTest system) throws Exception {
        Optional<String> reason = obstacle.get();
        if (reason.isPresent()) {
            return Outcome.skipped(reason.get());
        }
        try {
            return question.ask(system);
        } catch (IOException e) {
            return Outcome.failed(
                    "an answer", "none", "%s: %s".formatted(e.getClass().getSimpleName(), e.getMessage()));
        }
    }
}
