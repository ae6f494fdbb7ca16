package io.archtest.model;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of texts that people read: as they are, and in the forms in which programs print them (escaped, quoted,
 * encoded, wrapped over lines, cut short before {@code …}).
 */
public final class Redaction {
    private static final Redaction NONE = new Redaction(List.of());

    private final Set<String> secrets;
    private @Nullable SecretAutomaton forwards;
    private @Nullable SecretAutomaton backwards;

    /** @param secrets in whatever order; blank ones are none */
    public Redaction(Collection<String> secrets) {
        this.secrets = secrets.stream().filter(secret -> !secret.isBlank()).collect(Collectors.toUnmodifiableSet());
    }

    /** Made when it is needed: most scenarios that are read are not run. */
    private synchronized SecretAutomaton forwards() {
        if (forwards == null) {
            forwards = automaton(SecretForms::of, UnaryOperator.identity());
        }
        return forwards;
    }

    /** For what was cut at its beginning. */
    private synchronized SecretAutomaton backwards() {
        if (backwards == null) {
            backwards = automaton(SecretForms::plain, Redaction::reversed);
        }
        return backwards;
    }

    private SecretAutomaton automaton(Function<String, Set<String>> forms, UnaryOperator<String> order) {
        return new SecretAutomaton(secrets.stream()
                .flatMap(secret -> forms.apply(secret).stream())
                .map(form -> form.replace("\n", "").replace("\r", ""))
                .map(order)
                .collect(Collectors.toSet()));
    }

    /** Which takes nothing out. */
    public static Redaction none() {
        return NONE;
    }

    /** The same for these, too. */
    public Redaction and(Redaction more) {
        Set<String> all = new LinkedHashSet<>(secrets);
        return all.addAll(more.secrets) ? new Redaction(all) : this;
    }

    /** What it takes out, as it is; never to be shown. */
    public Set<String> secrets() {
        return secrets;
    }

    public String of(String text) {
        if (secrets.isEmpty()) {
            return text;
        }
        String result = scanned(text, forwards());
        return result.indexOf('…') < 0 ? result : cutAtTheirBeginning(result);
    }

    private String cutAtTheirBeginning(String text) {
        String mark = reversed(SecretScan.REDACTED);
        return reversed(scanned(reversed(text), backwards()).replace(SecretScan.REDACTED, mark));
    }

    private static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    private static String scanned(String text, SecretAutomaton automaton) {
        StringBuilder result = new StringBuilder(text.length());
        SecretScan scan = new SecretScan(automaton, result);
        for (int i = 0; i < text.length(); i++) {
            scan.next(text.charAt(i));
        }
        scan.end();
        return result.toString();
    }

    /** For a text that comes in pieces: what is decided goes to {@code passed}. */
    SecretScan scan(StringBuilder passed) {
        return new SecretScan(forwards(), passed);
    }

    /** The same answer without secrets. */
    public Outcome of(Outcome outcome) {
        if (outcome instanceof Outcome.Passed passed) {
            return Outcome.passed(of(passed.evidence()));
        }
        if (outcome instanceof Outcome.Failed failed) {
            return Outcome.failed(of(failed.expected()), of(failed.actual()), of(failed.cause()));
        }
        if (outcome instanceof Outcome.Errored errored) {
            return Outcome.errored(of(errored.cause()));
        }
        return outcome instanceof Outcome.Skipped skipped ? Outcome.skipped(of(skipped.reason())) : outcome;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Redaction redaction && secrets.equals(redaction.secrets);
    }

    @Override
    public int hashCode() {
        return secrets.hashCode();
    }

    @Override
    public String toString() {
        return "redaction of %d texts".formatted(secrets.size());
    }
}
