package io.archtest.scenario;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What of the Compose Specification is not carried out, and why: the one list that reading, documentation and schema go by.
 * Keys are paths, in which {@code *} is a name and {@code []} an item of a list. What is in none of the three lists is
 * carried out on the engine.
 */
public final class AttributeSupport {
    private static final String WINDOWS = "it is for Windows containers, and archtest runs Linux ones; remove the key";
    private static final String NO_DEVICES =
            "an emulated component has no devices of the host, so that the stack could not be placed freely; remove the key";
    private static final String NOT_OURS = "archtest touches nothing that it didn't start";
    private static final String SWARM_STORE = "there is no store or plugin of a cluster that it could come from; ";
    private static final String SECRET_OF_BUILD = "set it in the Dockerfile: RUN --mount=type=secret,";
    private static final String NO_NODES = "one engine has no nodes to choose from";
    private static final String NO_UPDATE = "a run starts each container once and updates none";

    private static final Map<String, String> REFUSED = sorted(Map.ofEntries(
            Map.entry(
                    "services.*.build.no_cache_filter",
                    "Docker 20.10's own BuildKit builds all stages anew or none; use 'no_cache'"),
            Map.entry("services.*.build.secrets[].uid", SECRET_OF_BUILD + "uid=..."),
            Map.entry("services.*.build.secrets[].gid", SECRET_OF_BUILD + "gid=..."),
            Map.entry("services.*.build.secrets[].mode", SECRET_OF_BUILD + "mode=..."),
            Map.entry("models", "archtest runs no language models; put one behind a service with an image"),
            Map.entry(
                    "services.*.build.cache_to",
                    "archtest writes nothing but to the engine, whose own build cache serves the next run; take it out with '!reset null' in an overlay"),
            Map.entry(
                    "services.*.build.additional_contexts",
                    "Docker 20.10's own BuildKit knows no named contexts; put the files into the context, or take them from a stage or an image with 'COPY --from'"),
            Map.entry("services.*.cpu_count", WINDOWS + ", or use 'cpus'"),
            Map.entry("services.*.cpu_percent", WINDOWS + ", or use 'cpus'"),
            Map.entry("services.*.credential_spec", WINDOWS),
            Map.entry("services.*.device_cgroup_rules", NO_DEVICES),
            Map.entry("services.*.devices", NO_DEVICES),
            Map.entry("services.*.gpus", "an emulated component has no GPU; remove the key"),
            Map.entry(
                    "services.*.mac_address",
                    "an engine gives it on its default bridge only, which no component is on; write it under 'networks'"),
            Map.entry("services.*.external_links", NOT_OURS + "; make what they name a service of this file"),
            Map.entry("services.*.isolation", WINDOWS),
            Map.entry("services.*.models", "archtest runs no language models; put one behind a service with an image"),
            Map.entry(
                    "services.*.provider",
                    "it starts a program of this host that archtest could neither place nor remove; give the service an image"),
            Map.entry(
                    "services.*.pull_refresh_after",
                    "the specification's text doesn't know it; write 'pull_policy: every_DURATION'"),
            Map.entry(
                    "services.*.use_api_socket",
                    "it would give the component the engine and the registry credentials of whoever runs archtest; mount the socket under 'volumes' where that is meant"),
            Map.entry("services.*.deploy.resources.reservations.devices", NO_DEVICES),
            Map.entry("services.*.deploy.resources.reservations.generic_resources", NO_NODES + "; remove the key"),
            Map.entry(
                    "services.*.volumes[].volume.subpath",
                    "engines before 26 mount the whole volume instead; use a volume of its own"),
            Map.entry(
                    "services.*.volumes[].bind.recursive",
                    "engines before 25 mount recursively whatever it says; name the inner folders one by one"),
            Map.entry(
                    "services.*.volumes[].image",
                    "engines before 28 have no image mounts; copy the files by 'configs'"),
            Map.entry(
                    "volumes.*.external",
                    NOT_OURS
                            + "; remove the key to get a volume of the run, or in a file laid over this one by 'external: !reset null'"),
            Map.entry("configs.*.external", NOT_OURS + "; give 'file', 'content' or 'environment'"),
            Map.entry("configs.*.template_driver", SWARM_STORE + "write the content as it shall be"),
            Map.entry("secrets.*.external", NOT_OURS + "; give 'file', 'content' or 'environment'"),
            Map.entry("secrets.*.driver", SWARM_STORE + "give 'file', 'content' or 'environment'"),
            Map.entry("secrets.*.driver_opts", SWARM_STORE + "give 'file', 'content' or 'environment'"),
            Map.entry("secrets.*.template_driver", SWARM_STORE + "write the content as it shall be"),
            Map.entry(
                    "networks.*.external",
                    NOT_OURS
                            + "; remove the key to get a network of the run, or in a file laid over this one by 'external: !reset null'"),
            Map.entry("networks.*.ipam.options", "the engine's own address management has none"),
            Map.entry(
                    "services.*.networks.*.link_local_ips",
                    "archtest's client for the engine can't ask for them; use 'ipv4_address'"),
            Map.entry(
                    "services.*.networks.*.driver_opts",
                    "the bridge driver has none for a single container before Engine 28; use those of the network"),
            Map.entry(
                    "services.*.networks.*.interface_name",
                    "engines name interfaces since Engine 28.1 only; look the interface up by its address"),
            Map.entry(
                    "services.*.networks.*.gw_priority",
                    "engines choose the gateway by it since Engine 28 only; use 'priority' for the order")));

    private static final Map<String, String> REFUSED_VALUES = sorted(Map.ofEntries(
            Map.entry("services.*.build.context", "a folder; a URL would have to be fetched"),
            Map.entry("services.*.build.cache_from", "images; other kinds of cache need a builder of their own"),
            Map.entry("services.*.build.network", "default, none and host; BuildKit builds in no network of a stack"),
            Map.entry("services.*.build.shm_size", "before engine 23, whose BuildKit ignores it"),
            Map.entry("services.*.build.ulimits", "before engine 23, whose BuildKit ignores them"),
            Map.entry("services.*.build.privileged", "false; the engine's own BuildKit grants none"),
            Map.entry("services.*.build.entitlements", "an empty list; the engine's own BuildKit grants none"),
            Map.entry("services.*.build.isolation", "default; others are for Windows containers"),
            Map.entry("services.*.build.provenance", "false; attestations belong to images that are pushed"),
            Map.entry("services.*.build.sbom", "false; attestations belong to images that are pushed"),
            Map.entry("services.*.build.platforms", "must allow the architecture of the placement"),
            Map.entry(
                    "services.*.logging.driver",
                    "json-file, local and journald; others keep nothing that could be read, which log checks and the evidence of a failure need"),
            Map.entry(
                    "services.*.volumes[].type",
                    "bind, volume and tmpfs; 'image' needs engine 28, 'npipe' is for Windows, 'cluster' for Swarm"),
            Map.entry(
                    "services.*.volumes_from",
                    "services of the file; 'container:' names one that archtest didn't start"),
            Map.entry("services.*.ipc", "none, private, shareable, host, service:NAME; not another container"),
            Map.entry(
                    "services.*.volumes[].volume.labels",
                    "of a volume without a name; one with a name has them under the top-level 'volumes'"),
            Map.entry("services.*.pid", "host and service:NAME; not another container"),
            Map.entry("services.*.pull_policy", "'build' needs a 'build' section; 'refresh' is 'every_DURATION'"),
            Map.entry("services.*.depends_on.*.restart", "true is refused: archtest restarts nothing"),
            Map.entry("services.*.platform", "linux on arm64 or amd64"),
            Map.entry(
                    "services.*.deploy.restart_policy.max_attempts",
                    "with 'condition: on-failure' only; the engine counts no others"),
            Map.entry(
                    "services.*.network_mode",
                    "none and service:NAME; archtest leases host ports for each run, so that 'host' would not hold what the file says, and touches no container that it didn't start"),
            Map.entry(
                    "services.*.ports[].protocol",
                    "tcp and udp; relays and probes know no other, and only TCP crosses"),
            Map.entry("services.*.scale", "from 0 to 50"),
            Map.entry("services.*.deploy.replicas", "from 0 to 50"),
            Map.entry(
                    "services.*.networks.*.mac_address",
                    "on the service's first network; engines before 25 give a container one"),
            Map.entry("networks.*.driver", "bridge; relays and leased ports need it"),
            Map.entry("networks.*.enable_ipv4", "true; leased ports and probes use IPv4"),
            Map.entry("networks.*.ipam.driver", "default; engines come with no other"),
            Map.entry("networks.*.driver_opts", "all but com.docker.network.bridge.name, which the host has only once"),
            Map.entry("volumes.*.driver", "local; plugins are the host's, not the run's")));

    private static final Map<String, String> WITHOUT_EFFECT = sorted(Map.ofEntries(
            Map.entry("services.*.build.tags", "names on the engine are left alone; a run goes by the image's id"),
            Map.entry("version", "obsolete since Compose V2"),
            Map.entry("services.*.attach", "it is about the terminal of 'docker compose up'; archtest keeps every log"),
            Map.entry("services.*.develop", "it is for 'docker compose watch'"),
            Map.entry("services.*.deploy.mode", "on one engine both modes are the containers that 'replicas' says"),
            Map.entry(
                    "services.*.deploy.endpoint_mode",
                    "one engine has no virtual addresses; a name leads to each container"),
            Map.entry("services.*.ports[].published", "archtest leases host ports, so that runs don't collide"),
            Map.entry("services.*.ports[].host_ip", "archtest publishes on loopback and the engine's bridge"),
            Map.entry("services.*.ports[].mode", "one engine has no routing mesh"),
            Map.entry("services.*.ports[].name", "it is for people"),
            Map.entry("services.*.ports[].app_protocol", "a hint for others than the engine"),
            Map.entry("networks.*.name", "a run has networks of its own, so that runs don't collide"),
            Map.entry(
                    "services.*.deploy.labels", "they belong to a cluster's service, by definition not to containers"),
            Map.entry("services.*.deploy.update_config", NO_UPDATE),
            Map.entry("services.*.deploy.rollback_config", NO_UPDATE),
            Map.entry(
                    "services.*.deploy.placement",
                    NO_NODES + ", except 'node.platform.arch == ARCHITECTURE', which pins as 'platform' does"),
            Map.entry("services.*.deploy.restart_policy.delay", "the engine waits 100 ms, and twice as long each time"),
            Map.entry("services.*.deploy.restart_policy.window", "the engine takes 10 s"),
            Map.entry("services.*.deploy.resources.reservations.cpus", NO_NODES),
            Map.entry(
                    "services.*.volumes[].consistency",
                    "Docker dropped it; each engine keeps its mounts as consistent as it can"),
            Map.entry("volumes.*.name", "a run has volumes of its own, so that runs don't collide"),
            Map.entry("configs.*.name", "contents are copied into containers, not stored under a name"),
            Map.entry("configs.*.labels", "contents are copied into containers, not stored under a name"),
            Map.entry("secrets.*.name", "contents are copied into containers, not stored under a name"),
            Map.entry("secrets.*.labels", "contents are copied into containers, not stored under a name")));

    private AttributeSupport() {}

    /** Why an attribute is refused, by its path. */
    public static Map<String, String> refused() {
        return REFUSED;
    }

    /** Attributes of which some values are carried out: which ones, and why not the others. */
    public static Map<String, String> refusedValues() {
        return REFUSED_VALUES;
    }

    /** Attributes that are read and change nothing in a run, with the reason. */
    public static Map<String, String> withoutEffect() {
        return WITHOUT_EFFECT;
    }

    /** The refused keys directly under a path, for {@link io.archtest.compose.Fields#finish(Map)}. */
    static Map<String, String> refusedUnder(String path) {
        return under(REFUSED, path);
    }

    /** The keys directly under a path that are to be read and have no effect. */
    static Map<String, String> withoutEffectUnder(String path) {
        return under(WITHOUT_EFFECT, path);
    }

    private static Map<String, String> under(Map<String, String> all, String path) {
        String prefix = path.isEmpty() ? "" : path + ".";
        return all.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith(prefix) && entry.getKey().indexOf('.', prefix.length()) < 0)
                .collect(Collectors.toMap(entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
    }

    private static Map<String, String> sorted(Map<String, String> entries) {
        return Collections.unmodifiableMap(new TreeMap<>(entries));
    }
}
