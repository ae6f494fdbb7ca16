package io.archtest.profile;

import io.archtest.model.Architecture;
import java.util.List;

/**
 * One Docker engine that serves both architectures, the foreign one through the kernel's binfmt_misc handlers. The two
 * halves of a stack still live in networks of their own and meet only at {@code host.docker.internal}.
 */
public final class DockerProfiles implements ProfileProvider {
    /** Where Docker listens unless told otherwise. */
    public static final String DEFAULT_ENDPOINT = "unix:///var/run/docker.sock";

    private final String endpoint;
    private final Architecture hostArchitecture;

    public DockerProfiles(String endpoint, Architecture hostArchitecture) {
        this.endpoint = endpoint;
        this.hostArchitecture = hostArchitecture;
    }

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public List<Profile> profiles() {
        return List.of(profile(hostArchitecture), profile(hostArchitecture.mirror()));
    }

    @Override
    public Architecture hostArchitecture() {
        return hostArchitecture;
    }

    private Profile profile(Architecture architecture) {
        return new Profile("docker-" + architecture.word(), name(), architecture, endpoint);
    }
}
