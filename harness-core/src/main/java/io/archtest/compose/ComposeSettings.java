package io.archtest.compose;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What people say of a project beside its file, with the words of Docker's own tool.
 *
 * @param files {@code --file}: laid over the named one in this order
 * @param envFiles {@code --env-file}: instead of {@code .env}
 * @param profiles {@code --compose-profile}
 * @param name {@code --project-name}
 */
public record ComposeSettings(List<Path> files, List<Path> envFiles, Set<String> profiles, Optional<String> name) {
    public ComposeSettings {
        files = List.copyOf(files);
        envFiles = List.copyOf(envFiles);
        profiles = Set.copyOf(profiles);
    }

    public static ComposeSettings none() {
        return new ComposeSettings(List.of(), List.of(), Set.of(), Optional.empty());
    }
}
