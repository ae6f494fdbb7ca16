package io.archtest.scenario;

import io.archtest.model.ComponentName;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An entry of {@code x-archtest.checks}. A {@code timeout} is for native speed, in place of archtest's own one. */
public sealed interface CheckDeclaration {

    /** The claim, as it is reported. */
    String name();

    /** The components that it can't do without; Java checks see for themselves. */
    default Set<ComponentName> components() {
        return Set.of();
    }

    /** Java checks, found by name through {@code ServiceLoader}. */
    record JavaChecks(String name) implements CheckDeclaration {}

    /**
     * An HTTP request and what must be true of its answer.
     *
     * @param from the component from whose network it is asked; the host when absent
     */
    record Http(
            String name,
            Optional<ComponentName> from,
            ComponentName component,
            int port,
            HttpRequest request,
            HttpExpectation expected,
            Optional<Duration> timeout)
            implements CheckDeclaration {
        @Override
        public Set<ComponentName> components() {
            return both(from, component);
        }
    }

    /**
     * A TCP connection to a port of a component.
     *
     * @param from the component from whose network it is made; the host when absent
     * @param refused that there must be no connection
     * @param send what is said first; nothing when empty
     * @param answer what must be answered; without any, a connection is enough
     */
    record Tcp(
            String name,
            Optional<ComponentName> from,
            ComponentName to,
            int port,
            boolean refused,
            String send,
            TextExpectation answer,
            Optional<Duration> timeout)
            implements CheckDeclaration {

        /** A connection between two components, and nothing else. */
        public static Tcp between(String name, ComponentName from, ComponentName to, int port) {
            return new Tcp(name, Optional.of(from), to, port, false, "", TextExpectation.none(), Optional.empty());
        }

        /** Whether the connectivity matrix, which proves who is at the other end, is all that is asked. */
        public boolean ofTheMatrix() {
            return from.isPresent() && !refused && send.isEmpty() && !answer.any();
        }

        @Override
        public Set<ComponentName> components() {
            return both(from, to);
        }
    }

    /**
     * A command in a component.
     *
     * @param output of both streams, the standard one first
     */
    record Exec(
            String name,
            ComponentName component,
            ExecCommand command,
            int exit,
            TextExpectation output,
            TextExpectation standardOutput,
            TextExpectation standardError,
            Optional<Duration> timeout)
            implements CheckDeclaration {
        @Override
        public Set<ComponentName> components() {
            return Set.of(component);
        }
    }

    /** What to run: environment variables are added to the container's own; an absent value is the container's. */
    record ExecCommand(
            List<String> words,
            Optional<String> user,
            Map<String, String> environment,
            Optional<String> workingDirectory) {
        public ExecCommand {
            words = List.copyOf(words);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * Lines that must, or must not, be in a component's log.
     *
     * @param present {@code contains} and {@code patterns}: each of them must be in {@code atLeast} lines
     * @param absent regular expressions that no line of the whole run may match
     */
    record Log(
            String name,
            ComponentName component,
            TextExpectation present,
            int atLeast,
            List<String> absent,
            Optional<Duration> timeout)
            implements CheckDeclaration {
        public Log {
            absent = List.copyOf(absent);
        }

        /** That no line matches. */
        public static Log without(String name, ComponentName component, String pattern) {
            return new Log(name, component, TextExpectation.none(), 1, List.of(pattern), Optional.empty());
        }

        @Override
        public Set<ComponentName> components() {
            return Set.of(component);
        }
    }

    /** One that is asked only when one of its tags was asked for. */
    record Tagged(CheckDeclaration check, Set<String> tags) implements CheckDeclaration {
        public Tagged {
            tags = Set.copyOf(tags);
        }

        @Override
        public String name() {
            return check.name();
        }

        @Override
        public Set<ComponentName> components() {
            return check.components();
        }
    }

    /** One that is asked under some placements only. */
    record Placed(CheckDeclaration check, Set<String> placements) implements CheckDeclaration {
        public Placed {
            placements = Set.copyOf(placements);
        }

        @Override
        public String name() {
            return check.name();
        }

        @Override
        public Set<ComponentName> components() {
            return check.components();
        }
    }

    private static Set<ComponentName> both(Optional<ComponentName> from, ComponentName to) {
        Set<ComponentName> all = new LinkedHashSet<>();
        from.ifPresent(all::add);
        all.add(to);
        return Set.copyOf(all);
    }
}
