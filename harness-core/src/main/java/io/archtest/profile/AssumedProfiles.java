package io.archtest.profile;

import io.archtest.model.Architecture;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The profiles of a host that is somewhere else or doesn't matter, as a planner needs them; there is nothing behind them.
 */
public final class AssumedProfiles implements ProfileProvider {
    private final String provider;
    private final Architecture architecture;
    private final boolean hostFiles;

    /**
     * @param architecture the host's
     * @param hostFiles whether containers can be given files of that host
     */
    public AssumedProfiles(String provider, Architecture architecture, boolean hostFiles) {
        this.provider = provider;
        this.architecture = architecture;
        this.hostFiles = hostFiles;
    }

    /** A host of that architecture that refuses the least. */
    public static AssumedProfiles plain(Architecture architecture) {
        return new AssumedProfiles("docker", architecture, true);
    }

    @Override
    public String name() {
        return provider;
    }

    @Override
    public Optional<Profile> profile(Architecture wanted) {
        return Optional.of(new Profile(
                provider + "-" + wanted.word(),
                provider,
                wanted,
                "",
                EnumSet.of(architecture),
                Reach.hostLoopback(),
                hostFiles));
    }

    @Override
    public Architecture hostArchitecture() {
        return architecture;
    }

    @Override
    public HeldProfiles hold(ProfileListener listener) {
        throw new UnsupportedOperationException("there is no machine behind an assumed profile");
    }

    @Override
    public List<ProfileStatus> statuses() {
        return List.of();
    }
}
