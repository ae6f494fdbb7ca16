package io.archtest.cli;

import io.archtest.model.FileFailure;
import io.archtest.model.InvalidRequestException;
import io.archtest.scenario.ScenarioSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code archtest schema}. */
@Command(
        description = {
            "Prints the JSON Schema of a scenario's file.",
            "Compose as archtest carries it out, what it refuses with the reason, and x-archtest. Editors complete by it after",
            "'# yaml-language-server: $$schema=FILE' in the first line."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class SchemaCommand implements Callable<Integer> {
    @Option(names = "--output", paramLabel = "FILE", description = "Writes it there instead; its folder must be there.")
    private @Nullable Path file;

    private final Surroundings surroundings;

    SchemaCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String schema = ScenarioSchema.text();
        if (file == null) {
            surroundings.out().print(schema);
            surroundings.out().flush();
            return ExitCode.PASSED;
        }
        try {
            Files.writeString(file, schema);
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "Cannot write the schema to '%s': %s".formatted(file, FileFailure.reason(e)));
        }
        return ExitCode.PASSED;
    }
}
