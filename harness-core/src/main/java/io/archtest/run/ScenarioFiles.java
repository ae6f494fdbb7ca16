package io.archtest.run;

import io.archtest.compose.ComposeRequest;
import io.archtest.compose.ComposeSettings;
import io.archtest.host.FileTree;
import io.archtest.image.RecipeBook;
import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Redaction;
import io.archtest.scenario.MergedFile;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import io.archtest.scenario.ScenarioSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Finds what a person calls a scenario. Those that jars bring along are unpacked into a folder that closing this removes, or
 * the end of the process by a signal.
 */
public final class ScenarioFiles implements AutoCloseable {
    private final List<ScenarioSource> builtIn = ServiceLoader.load(ScenarioSource.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    private final Map<String, String> environment;
    private final Consumer<Redaction> secrets;
    private final AbortHook hook = new AbortHook(this::remove);
    private Optional<Path> folder = Optional.empty();

    /** @param environment for variables that scenarios take from it */
    public ScenarioFiles(Map<String, String> environment) {
        this(environment, secrets -> {});
    }

    /** @param secrets is told of those of each scenario that is read, before anything is said of it */
    public ScenarioFiles(Map<String, String> environment, Consumer<Redaction> secrets) {
        this.environment = environment;
        this.secrets = secrets;
    }

    /** Reads the scenario of that name or file anew each time it is called. */
    public Supplier<Scenario> scenario(String name, Map<String, String> options) {
        return scenario(name, options, Optional.empty());
    }

    /**
     * Likewise, for a stack that runs already.
     *
     * @param secrets the values that were generated for it; empty to generate new ones
     */
    public Supplier<Scenario> scenario(
            String name, Map<String, String> options, Optional<Map<String, String>> secrets) {
        return reader(path(name), ComposeSettings.none(), options, secrets);
    }

    /** Likewise, with what is said beside the scenario. */
    public Supplier<Scenario> scenario(String name, ComposeSettings settings, Map<String, String> options) {
        return reader(path(name), settings, options, Optional.empty());
    }

    /** The same for a file or folder, whatever it is called. */
    public Supplier<Scenario> file(Path file, Map<String, String> options, Optional<Map<String, String>> secrets) {
        if (!Files.exists(file)) {
            throw new InvalidRequestException("No file '%s' (looked for %s)"
                    .formatted(file, file.toAbsolutePath().normalize()));
        }
        return reader(file, ComposeSettings.none(), options, secrets);
    }

    private Supplier<Scenario> reader(
            Path path, ComposeSettings settings, Map<String, String> options, Optional<Map<String, String>> generated) {
        Path found = path.toAbsolutePath().normalize();
        return () -> {
            Scenario scenario = new ScenarioReader(secrets).read(request(found, settings), options, generated);
            scenario.packaged()
                    .ifPresent(RecipeBook::read); // so that a mistake in them is found before anything starts
            return scenario;
        };
    }

    private ComposeRequest request(Path found, ComposeSettings settings) {
        return ComposeRequest.at(found, environment).with(settings).withOverlay();
    }

    /** The scenario's files as one, in YAML, with all secrets; see {@link MergedFile}. */
    public String merged(String name, ComposeSettings settings, Map<String, String> options) {
        return MergedFile.yaml(request(path(name).toAbsolutePath().normalize(), settings), options, secrets);
    }

    /** All names that need no file. */
    public List<String> names() {
        return builtIn.stream().flatMap(source -> source.names().stream()).toList();
    }

    /** One at a time: sources leave alone what is there, which another thread may be writing. */
    private synchronized Path path(String name) {
        Optional<ScenarioSource> source =
                builtIn.stream().filter(each -> each.names().contains(name)).findFirst();
        if (source.isPresent()) {
            return source.get().extract(name, folder());
        }
        try {
            if (Files.exists(Path.of(name))) {
                return Path.of(name);
            }
        } catch (InvalidPathException e) {
            throw new InvalidRequestException(
                    "'%s' is neither a scenario nor a path: %s".formatted(name, e.getReason()));
        }
        throw new InvalidRequestException(
                "No scenario '%s', and no such file. Built in: %s. For your own stack give the path of its Compose file"
                        .formatted(name, String.join(", ", names())));
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
