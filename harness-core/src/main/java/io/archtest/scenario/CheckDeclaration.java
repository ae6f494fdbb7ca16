package io.archtest.scenario;

import io.archtest.model.ComponentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An entry of {@code x-archtest.checks}. */
public sealed interface CheckDeclaration {

    /** The claim, as it is reported. */
    String name();

    /** The components that it can't do without; Java checks see for themselves. */
    default Set<ComponentName> components() {
        return Set.of();
    }

    /** Java checks, found by name through {@code ServiceLoader}. */
    record JavaChecks(String name) implements CheckDeclaration {}

    /** A GET from archtest's host to a component's published port. */
    record Http(
            String name,
            ComponentName component,
            int port,
            String path,
            Map<String, String> headers,
            int expectedStatus,
            Optional<String> expectedBody)
            implements CheckDeclaration {
        @Override
        public Set<ComponentName> components() {
            return Set.of(component);
        }
    }

    /** A TCP connection from one component to a port of another. */
    record Tcp(String name, ComponentName from, ComponentName to, int port) implements CheckDeclaration {
        @Override
        public Set<ComponentName> components() {
            return from.equals(to) ? Set.of(from) : Set.of(from, to);
        }
    }

    /** A command in a component. */
    record Exec(
            String name,
            ComponentName component,
            List<String> command,
            int expectedExitCode,
            Optional<String> expectedOutput,
            Duration limit)
            implements CheckDeclaration {
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

    /** A regular expression that must, or must not, appear in a component's log. */
    record Log(String name, ComponentName component, String pattern, boolean present) implements CheckDeclaration {
        @Override
        public Set<ComponentName> components() {
            return Set.of(component);
        }
    }
}
