package io.archtest.compose;

import io.archtest.model.InvalidRequestException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The variables of env files. */
final class Variables {
    private static final String DOT_ENV = ".env";
    private static final String ENV_FILES = "COMPOSE_ENV_FILES";

    private Variables() {}

    /**
     * Those of {@code envFiles}, later ones over earlier ones; without any, those of {@code COMPOSE_ENV_FILES} or of the
     * folder's {@code .env}, unless {@code COMPOSE_DISABLE_ENV_FILE} is set.
     */
    static Map<String, String> dotEnv(
            Path folder, List<Path> envFiles, Map<String, String> environment, Problems problems) {
        List<Path> files = envFiles.isEmpty() ? usual(folder, environment) : envFiles;
        Map<String, String> values = new HashMap<>();
        for (Path file : files) {
            Map<String, String> known = new HashMap<>(values);
            known.putAll(environment);
            values.putAll(EnvFile.parse(text(file), file.getFileName().toString(), known, problems));
        }
        return values;
    }

    /** Those of {@code envFiles} of an included part; without any, those of its folder's {@code .env}. */
    static Map<String, String> ofPart(
            Path folder, List<Path> envFiles, Map<String, String> environment, Problems problems) {
        // COMPOSE_ENV_FILES is about the whole project, and relative to its folder
        Map<String, String> own = new HashMap<>(environment);
        own.remove(ENV_FILES);
        return dotEnv(folder, envFiles, own, problems);
    }

    private static List<Path> usual(Path folder, Map<String, String> environment) {
        String named = environment.getOrDefault(ENV_FILES, "");
        if (!named.isBlank()) {
            return List.of(named.split(",")).stream()
                    .map(name -> folder.resolve(name.strip()))
                    .toList();
        }
        Path dotEnv = folder.resolve(DOT_ENV);
        boolean switchedOff = List.of("1", "true").contains(environment.getOrDefault("COMPOSE_DISABLE_ENV_FILE", ""));
        return !switchedOff && Files.isRegularFile(dotEnv) ? List.of(dotEnv) : List.of();
    }

    private static String text(Path file) {
        try {
            return TextFile.read(file);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException("Cannot read the variables: " + e.getMessage());
        }
    }
}
