package io.archtest.environment;

import io.archtest.engine.ContainerSpec;
import io.archtest.engine.Engine;
import io.archtest.engine.OwnedResource;
import io.archtest.model.Component;
import io.archtest.model.ContainerSettings;
import io.archtest.model.FileContent;
import io.archtest.model.Mount;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.SecuritySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Contents of {@code configs} and {@code secrets} that can't be copied to their place: a daemon copies nothing into a
 * read-only file system, and what it copies below a tmpfs is hidden by that at the start. Each folder of such files becomes a
 * read-only volume, filled through a container that is never started.
 */
final class MountedFiles {
    private final RunScope scope;
    private final Engine engine;
    private final Component component;

    MountedFiles(RunScope scope, Engine engine, Component component) {
        this.scope = scope;
        this.engine = engine;
        this.component = component;
    }

    /** Files that can be copied into the container itself. */
    List<FileContent> copied() {
        return component.files().stream().filter(file -> !unreachable(file)).toList();
    }

    /** The container's specification with volumes for the other ones, which are made and filled. */
    ContainerSpec mountedIn(ContainerSpec spec) {
        Map<String, List<FileContent>> byFolder = component.files().stream()
                .filter(this::unreachable)
                .collect(Collectors.groupingBy(MountedFiles::folder, TreeMap::new, Collectors.toList()));
        List<Mount> mounts = new ArrayList<>(spec.mounts());
        byFolder.forEach((folder, files) -> {
            String volume = "%s-files-%d".formatted(spec.name(), mounts.size());
            engine.createVolume(volume, scope.labels("volume", component.name().value()), Map.of());
            fill(spec, volume, folder, files);
            mounts.add(Mount.volume(volume, folder, true));
        });
        return spec.with(spec.name(), mounts);
    }

    /** The image's own files in that folder come into the volume as well, as the daemon does with an empty one. */
    private void fill(ContainerSpec spec, String volume, String folder, List<FileContent> files) {
        ContainerSpec plain = new ContainerSpec(
                spec.name() + "-filling",
                spec.image(),
                spec.architecture(),
                spec.process(),
                ResourceLimits.none(),
                SecuritySettings.engineDefaults(),
                List.of(Mount.volume(volume, folder, false)),
                Optional.empty(),
                new ContainerSpec.Attached(List.of(), List.of(), Map.of()),
                RestartPolicy.never(),
                scope.labels("filling", component.name().value()),
                ContainerSettings.none());
        String id = engine.createContainer(plain);
        engine.copyInto(id, files);
        engine.remove(new OwnedResource(OwnedResource.Kind.CONTAINER, id, plain.name(), plain.labels()));
    }

    private boolean unreachable(FileContent file) {
        return component.security().readOnly()
                || component.mounts().stream()
                        .anyMatch(mount -> mount.type() == Mount.Type.TMPFS && mount.covers(file.target()));
    }

    private static String folder(FileContent file) {
        return file.target().substring(0, Math.max(1, file.target().lastIndexOf('/')));
    }
}
