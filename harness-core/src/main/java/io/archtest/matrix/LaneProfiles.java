package io.archtest.matrix;

import io.archtest.model.Architecture;
import io.archtest.profile.HeldProfiles;
import io.archtest.profile.Profile;
import io.archtest.profile.ProfileListener;
import io.archtest.profile.ProfileProvider;
import io.archtest.profile.ProfileStatus;
import io.archtest.profile.Reach;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** A lane's profiles, as a planner needs them; there is nothing behind them. */
final class LaneProfiles implements ProfileProvider {
    private final String provider;
    private final Architecture architecture;
    private final boolean hostFiles;

    private LaneProfiles(String provider, Architecture architecture, boolean hostFiles) {
        this.provider = provider;
        this.architecture = architecture;
        this.hostFiles = hostFiles;
    }

    /** As on that lane: virtual machines have no files of their host. */
    static LaneProfiles of(Lane lane) {
        return new LaneProfiles(lane.provider(), lane.architecture(), !lane.mac());
    }

    /** A host of that architecture that refuses the least. */
    static LaneProfiles plain(Architecture architecture) {
        return new LaneProfiles("docker", architecture, true);
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
        throw new UnsupportedOperationException("a lane's machine is somewhere else");
    }

    @Override
    public List<ProfileStatus> statuses() {
        return List.of();
    }
}
