package io.archtest.profile;

import io.archtest.model.Architecture;
import java.util.List;

/** One tool's profiles. */
public interface ProfileProvider {

    /** The word for {@code --provider}. */
    String name();

    /** A profile for each architecture that this tool can serve on this host; starts nothing. */
    List<Profile> profiles();

    /** The architecture that the host executes by itself; relative placements mean it by "native". */
    Architecture hostArchitecture();
}
