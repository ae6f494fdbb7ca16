package io.archtest.run;

import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import io.archtest.profile.DockerProfiles;
import io.archtest.profile.colima.MachineWish;
import java.util.List;
import java.util.Map;

/**
 * Where containers are to run, as it was asked for.
 *
 * @param choice {@link #AUTO}, {@link #DOCKER} or {@link #COLIMA}
 * @param engine docker: where the engine listens
 * @param profiles by architecture: a Docker context, or a Colima profile
 * @param reach by architecture: the address of an engine's machine
 */
public record ProviderWish(
        String choice,
        String engine,
        Map<Architecture, String> profiles,
        Map<Architecture, String> reach,
        MachineWish machines) {
    /** Decided by what the host has. */
    public static final String AUTO = "auto";

    public static final String DOCKER = "docker";
    public static final String COLIMA = "colima";

    public ProviderWish {
        if (!List.of(AUTO, DOCKER, COLIMA).contains(choice)) {
            throw new InvalidRequestException("Unknown provider '%s'; known: auto, docker, colima".formatted(choice));
        }
        profiles = Map.copyOf(profiles);
        reach = Map.copyOf(reach);
    }

    /** That provider with nothing in particular. */
    public static ProviderWish of(String choice) {
        return new ProviderWish(choice, DockerProfiles.DEFAULT_ENDPOINT, Map.of(), Map.of(), MachineWish.none());
    }

    public boolean automatic() {
        return choice.equals(AUTO);
    }
}
