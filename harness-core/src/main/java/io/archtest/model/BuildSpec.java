package io.archtest.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a component's image is made from source: the {@code build} of its Compose service.
 *
 * @param context the folder that is sent to the engine, absolute; nothing outside it is, but the Dockerfile
 * @param dockerfile its path, absolute; not looked at where there is an {@code inline} one
 * @param args values may be secrets
 * @param platforms as written; empty allows any
 * @param network of the {@code RUN} instructions; empty for the engine's default
 * @param secrets contents by id
 * @param ssh key files or sockets by id; an empty one stands for the agent of this host's user
 * @param tags names that Compose would give the result; archtest gives none
 * @param wish whether an image of the service's name is as good
 */
public record BuildSpec(
        String context,
        String dockerfile,
        Optional<String> inline,
        Map<String, String> args,
        Optional<String> target,
        List<String> platforms,
        Map<String, String> labels,
        String network,
        Optional<Long> shmSize,
        Map<String, String> ulimits,
        Map<String, String> extraHosts,
        List<String> cacheFrom,
        boolean noCache,
        boolean pull,
        Map<String, String> secrets,
        Map<String, String> ssh,
        List<String> tags,
        Wish wish) {

    public BuildSpec {
        args = new LinkedHashMap<>(args);
        platforms = List.copyOf(platforms);
        labels = new LinkedHashMap<>(labels);
        ulimits = new LinkedHashMap<>(ulimits);
        extraHosts = new LinkedHashMap<>(extraHosts);
        cacheFrom = List.copyOf(cacheFrom);
        secrets = Map.copyOf(secrets);
        ssh = Map.copyOf(ssh);
        tags = List.copyOf(tags);
    }

    /** What {@code pull_policy} makes of a service with both {@code image} and {@code build}. */
    public enum Wish {
        /** Build, whatever there is under the image's name. */
        BUILD,
        /** What the engine or the registry has under the image's name; built only where neither has it. */
        PULL_FIRST,
        /** What the engine has under the image's name; built where it has none. */
        LOCAL_FIRST
    }

    /** Whether its author allows a build for that architecture. */
    public boolean allows(Architecture architecture) {
        return platforms.isEmpty() || platforms.stream().anyMatch(platform -> isFor(platform, architecture));
    }

    /** A platform that archtest doesn't know, such as {@code linux/riscv64}, is for neither architecture. */
    private static boolean isFor(String platform, Architecture architecture) {
        try {
            return Architecture.parse(platform) == architecture;
        } catch (InvalidRequestException another) {
            return false;
        }
    }
}
