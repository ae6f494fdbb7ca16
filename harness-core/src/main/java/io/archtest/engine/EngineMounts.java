package io.archtest.engine;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.BindOptions;
import com.github.dockerjava.api.model.BindPropagation;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PropagationMode;
import com.github.dockerjava.api.model.SELContext;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.api.model.VolumeOptions;
import com.github.dockerjava.api.model.VolumesFrom;
import io.archtest.engine.EngineException.Reason;
import io.archtest.model.ContainerSettings;
import io.archtest.model.Mount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A container's mounts, in the one of the API's three forms that can say what each of them asks for: a bind makes a missing
 * host folder and labels for SELinux, a tmpfs entry takes all of mount(8)'s options
 * (and, other than a mount, doesn't break a {@code volumes_from} by others), a mount does all else and refuses a host path
 * that isn't there.
 */
final class EngineMounts {
    private EngineMounts() {}

    static void apply(List<Mount> mounts, List<ContainerSettings.VolumesFrom> others, HostConfig host) {
        List<com.github.dockerjava.api.model.Mount> made = new ArrayList<>();
        List<Bind> binds = new ArrayList<>();
        Map<String, String> tmpfs = new LinkedHashMap<>();
        for (Mount mount : mounts) {
            if (mount.type() == Mount.Type.BIND
                    && (mount.options().createHostPath()
                            || mount.options().selinux().isPresent())) {
                binds.add(bind(mount));
            } else if (mount.type() == Mount.Type.TMPFS) {
                tmpfs.put(mount.target(), tmpfs(mount));
            } else {
                made.add(mount(mount));
            }
        }
        host.withMounts(made);
        if (!binds.isEmpty()) {
            host.withBinds(binds);
        }
        if (!tmpfs.isEmpty()) {
            host.withTmpFs(tmpfs);
        }
        if (!others.isEmpty()) {
            host.withVolumesFrom(others.stream()
                    .map(other -> new VolumesFrom(other.component(), other.readOnly() ? AccessMode.ro : AccessMode.rw))
                    .toList());
        }
    }

    private static Bind bind(Mount mount) {
        return new Bind(
                mount.source().orElse(""),
                new Volume(mount.target()),
                mount.readOnly() ? AccessMode.ro : AccessMode.rw,
                mount.options().selinux().map(SELContext::fromString).orElse(SELContext.none),
                null,
                mount.options().propagation().map(EngineMounts::mode).orElse(PropagationMode.DEFAULT_MODE));
    }

    private static com.github.dockerjava.api.model.Mount mount(Mount mount) {
        com.github.dockerjava.api.model.Mount made = new com.github.dockerjava.api.model.Mount()
                .withTarget(mount.target())
                .withReadOnly(mount.readOnly())
                .withType(
                        switch (mount.type()) {
                            case BIND -> MountType.BIND;
                            case VOLUME -> MountType.VOLUME;
                            case TMPFS -> throw new IllegalStateException("a tmpfs is no mount");
                        });
        mount.source().ifPresent(made::withSource);
        mount.options()
                .propagation()
                .ifPresent(word -> made.withBindOptions(new BindOptions().withPropagation(propagation(word))));
        if (mount.type() == Mount.Type.VOLUME
                && (mount.options().noCopy()
                        || !mount.options().volume().labels().isEmpty())) {
            made.withVolumeOptions(new VolumeOptions()
                    .withNoCopy(mount.options().noCopy())
                    .withLabels(mount.options().volume().labels()));
        }
        return made;
    }

    private static String tmpfs(Mount mount) {
        List<String> options = new ArrayList<>();
        mount.options().tmpfs().ifPresent(options::add);
        mount.sizeBytes().ifPresent(size -> options.add("size=" + size));
        mount.options().mode().ifPresent(mode -> options.add("mode=" + Integer.toOctalString(mode)));
        if (mount.readOnly()) {
            options.add("ro");
        }
        return String.join(",", options);
    }

    private static PropagationMode mode(String word) {
        return Arrays.stream(PropagationMode.values())
                .filter(mode -> mode.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(word));
    }

    private static BindPropagation propagation(String word) {
        return switch (word) {
            case "private" -> BindPropagation.PRIVATE;
            case "rprivate" -> BindPropagation.R_PRIVATE;
            case "shared" -> BindPropagation.SHARED;
            case "rshared" -> BindPropagation.R_SHARED;
            case "slave" -> BindPropagation.SLAVE;
            case "rslave" -> BindPropagation.R_SLAVE;
            default -> throw unknown(word);
        };
    }

    private static EngineException unknown(String propagation) {
        return new EngineException(Reason.REFUSED, "Unknown propagation of a mount: '%s'".formatted(propagation));
    }
}
