package io.archtest.profile;

import io.archtest.model.Architecture;
import java.util.List;
import java.util.Optional;

/** One tool's profiles. */
public interface ProfileProvider {

    /** The word for {@code --provider}. */
    String name();

    /** The profile for an architecture, if this tool can serve it on this host; starts nothing. */
    Optional<Profile> profile(Architecture architecture);

    /** The architecture that the host executes by itself; relative placements mean it by "native". */
    Architecture hostArchitecture();

    /** Begins to use profiles; none yet. The caller closes the result. */
    HeldProfiles hold(ProfileListener listener);

    /** All profiles that there are, as they are found; blocks while they are asked. */
    List<ProfileStatus> statuses();
}
