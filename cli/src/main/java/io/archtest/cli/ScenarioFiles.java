package io.archtest.cli;

import io.archtest.host.FileTree;
import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import io.archtest.scenarios.BuiltInScenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds what a person calls a scenario. Built-in ones are unpacked into a folder that closing this removes, or the program's
 * end by a signal.
 */
final class ScenarioFiles implements AutoCloseable {
    private final BuiltInScenarios builtIn = new BuiltInScenarios();
    private final Map<String, String> environment;
    private final AbortHook hook = new AbortHook(this::remove);
    private Optional<Path> folder = Optional.empty();

    ScenarioFiles(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Reads the scenario of that name or file anew each time it is called. */
    Supplier<Scenario> scenario(String name, Map<String, String> options) {
        Path file = file(name);
        return () -> new ScenarioReader().read(file, environment, options);
    }

    private Path file(String name) {
        if (builtIn.names().contains(name)) {
            return builtIn.extract(name, folder());
        }
        try {
            if (Files.exists(Path.of(name))) {
                return Path.of(name).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException e) {
            throw new InvalidRequestException(
                    "'%s' is neither a scenario nor a path: %s".formatted(name, e.getReason()));
        }
        throw new InvalidRequestException(
                "No scenario '%s', and no such file. Built in: %s. For your own stack give the path of its Compose file"
                        .formatted(name, String.join(", ", builtIn.names())));
    }

    private synchronized Path folder() {
        if (folder.isEmpty()) {
            try {
                folder = Optional.of(Files.createTempDirectory("archtest-"));
            } catch (IOException e) {
                throw new ArchtestException("Cannot create a temporary folder: " + e.getMessage(), e);
            }
        }
        return folder.get();
    }

    @Override
    public void close() {
        hook.close();
        remove();
    }

    private synchronized void remove() {
        if (folder.isPresent()) {
            try {
                FileTree.remove(folder.get());
                folder = Optional.empty();
            } catch (IOException e) {
                throw new ArchtestException(
                        "Cannot remove the temporary folder %s: %s".formatted(folder.get(), e.getMessage()), e);
            }
        }
    }
}
