package io.archtest.profile.colima;

import io.archtest.host.CommandRunner.Result;
import io.archtest.host.FileTree;
import io.archtest.model.ArchtestException;
import io.archtest.profile.DockerContexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Removes what Colima leaves of profiles that archtest owns: data disks, instance folders, Docker contexts. */
final class Leftovers {
    private final ColimaCli cli;
    private final ColimaHome home;
    private final DockerContexts contexts;

    Leftovers(ColimaCli cli, ColimaHome home, DockerContexts contexts) {
        this.cli = cli;
        this.home = home;
        this.contexts = contexts;
    }

    /** What is still there of a profile that should be gone; empty when nothing is. */
    List<Path> of(String profile) {
        List<Path> left = new ArrayList<>();
        Stream.of(home.instanceFolder(profile), home.disk(profile), home.store(profile), home.profile(profile))
                .filter(Files::exists)
                .forEach(left::add);
        if (hasContext(profile)) {
            left.add(contexts.folder(ColimaHome.instance(profile)));
        }
        return left;
    }

    /**
     * Of a profile that is not listed any more. A failed first start leaves a disk that {@code colima delete --data}
     * doesn't remove, and the next machine of the name would be given it, with whatever images of another architecture.
     */
    void remove(String profile) {
        if (Files.exists(home.disk(profile))) {
            cli.limactl("disk", "delete", "--force", ColimaHome.instance(profile));
        }
        removeContext(profile);
        for (Path path :
                List.of(home.instanceFolder(profile), home.disk(profile), home.store(profile), home.profile(profile))) {
            removeWithContents(path);
        }
        List<Path> left = of(profile);
        if (!left.isEmpty()) {
            throw new ArchtestException(
                    "Profile '%s' was deleted, but these could not be removed: %s".formatted(profile, left));
        }
    }

    /** Colima removes it only when it stops a healthy machine. */
    void removeContext(String profile) {
        if (hasContext(profile)) {
            Result removed = cli.docker("context", "rm", "--force", ColimaHome.instance(profile));
            if (hasContext(profile)) {
                throw new ArchtestException("Could not remove the Docker context '%s': %s"
                        .formatted(ColimaHome.instance(profile), Text.fatal(removed.lines())));
            }
        }
    }

    /** One of that name that leads elsewhere, as from another Colima home, is not this profile's. */
    private boolean hasContext(String profile) {
        return contexts.find(ColimaHome.instance(profile))
                .filter(context -> context.endpoint().equals("unix://" + home.socket(profile)))
                .isPresent();
    }

    private static void removeWithContents(Path path) {
        try {
            FileTree.remove(path);
        } catch (IOException e) {
            throw new ArchtestException("Cannot remove %s: %s".formatted(path, e.getMessage()), e);
        }
    }
}
