package io.archtest.cli;

import io.archtest.compose.ComposeRequest;
import io.archtest.model.FileFailure;
import io.archtest.model.InvalidRequestException;
import io.archtest.plan.Overlay;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code archtest init}. */
@Command(
        description = {
            "Writes what archtest infers from a Compose file beside it, ready to be edited.",
            "For compose.yaml that is compose.archtest.yaml, which archtest lays over that file from then on."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class InitCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A Compose file, or a folder with one. Default: this folder.",
            defaultValue = ".")
    private Path file = Path.of(".");

    @Option(names = "--stdout", description = "Print it, and write nothing.")
    private boolean print;

    @Option(names = "--force", description = "Write over an overlay that is there.")
    private boolean force;

    private final Surroundings surroundings;

    InitCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (!Files.exists(file)) {
            throw new InvalidRequestException("No file '%s' (looked for %s)"
                    .formatted(file, file.toAbsolutePath().normalize()));
        }
        // without an overlay that is there: what is declared in it would not be inferred again
        ComposeRequest request = ComposeRequest.at(file, surroundings.environment());
        Scenario scenario =
                new ScenarioReader(surroundings.discretion()::learn).read(request, Map.of(), Optional.empty());
        String text = Overlay.of(scenario, surroundings.system().architecture());
        if (print) {
            surroundings.out().print(text);
            return ExitCode.PASSED;
        }
        Path overlay = overlay(request.files().get(0));
        write(overlay, text);
        surroundings.out().println("wrote " + overlay);
        return ExitCode.PASSED;
    }

    private static Path overlay(Path first) {
        String stem = String.valueOf(first.getFileName()).replaceFirst("\\.ya?ml$", "");
        Path other = first.resolveSibling(stem + ".archtest.yml");
        return Files.exists(other) ? other : first.resolveSibling(stem + ".archtest.yaml");
    }

    private void write(Path overlay, String text) {
        try {
            if (force) {
                Files.writeString(overlay, text);
            } else {
                Files.writeString(overlay, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (FileAlreadyExistsException e) {
            throw new InvalidRequestException(
                    "%s is there already and may hold what you wrote; --force writes over it, --stdout shows what would be written"
                            .formatted(overlay));
        } catch (IOException e) {
            throw new InvalidRequestException("Cannot write %s: %s".formatted(overlay, FileFailure.reason(e)));
        }
    }
}
