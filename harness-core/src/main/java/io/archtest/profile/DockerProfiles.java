package io.archtest.profile;

import io.archtest.engine.Engine;
import io.archtest.engine.EngineException;
import io.archtest.engine.EngineInfo;
import io.archtest.engine.Execution;
import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Docker engines that are there: one on this host that serves both architectures, the foreign one through the kernel's
 * binfmt_misc handlers, or one for each by its context, on this host or on another machine. The two halves of a stack live
 * in networks of their own and meet only at {@code host.docker.internal}, or at the other machine's address.
 */
public final class DockerProfiles implements ProfileProvider {
    /** Where Docker listens unless told otherwise. */
    public static final String DEFAULT_ENDPOINT = "unix:///var/run/docker.sock";

    private static final String PROVIDER = "docker";

    private final Architecture hostArchitecture;
    private final Map<Architecture, DockerContext> contexts = new LinkedHashMap<>();
    private final Map<Architecture, String> reach;

    /**
     * @param endpoint of the engine for architectures without a context of their own
     * @param chosen contexts by architecture
     * @param reach addresses of engines on other machines, or of this one as they see it
     */
    public DockerProfiles(
            String endpoint,
            Architecture hostArchitecture,
            Map<Architecture, DockerContext> chosen,
            Map<Architecture, String> reach) {
        this.hostArchitecture = hostArchitecture;
        this.reach = Map.copyOf(reach);
        for (Architecture architecture : List.of(hostArchitecture, hostArchitecture.mirror())) {
            DockerContext own = new DockerContext("docker-" + architecture.word(), endpoint, Optional.empty());
            contexts.put(architecture, chosen.getOrDefault(architecture, own));
        }
    }

    /** One engine on this host for both architectures. */
    public static DockerProfiles oneEngine(String endpoint, Architecture hostArchitecture) {
        return new DockerProfiles(endpoint, hostArchitecture, Map.of(), Map.of());
    }

    @Override
    public String name() {
        return PROVIDER;
    }

    @Override
    public Optional<Profile> profile(Architecture architecture) {
        DockerContext context = context(architecture);
        boolean remote = remote(context.endpoint());
        return Optional.of(new Profile(
                context.name(),
                PROVIDER,
                architecture,
                context.endpoint(),
                remote ? EnumSet.allOf(Architecture.class) : Set.of(hostArchitecture),
                reach(architecture, context),
                !remote && !SshTunnel.serves(context.endpoint())));
    }

    @Override
    public Architecture hostArchitecture() {
        return hostArchitecture;
    }

    @Override
    public HeldProfiles hold(ProfileListener listener) {
        return new HeldContexts(List.copyOf(contexts.values()), listener);
    }

    @Override
    public List<ProfileStatus> statuses() {
        List<ProfileStatus> statuses = new ArrayList<>();
        try (HeldContexts held = new HeldContexts(List.copyOf(contexts.values()), ProfileListener.SILENT)) {
            for (Architecture architecture : contexts.keySet()) {
                statuses.add(status(architecture, held));
            }
        }
        return statuses;
    }

    /** Of an engine on another machine neither this host nor the other engine's containers know where its ports are. */
    private Reach reach(Architecture architecture, DockerContext context) {
        String given = reach.get(architecture);
        if (given != null) {
            return Reach.at(given);
        }
        if (remote(context.endpoint())) {
            throw new InvalidRequestException(
                    "The engine '%s' is on another machine, so its ports can't be reached by host.docker.internal. Say at which of its addresses this host and the other engine's containers reach it: --reach %s=ADDRESS"
                            .formatted(context.endpoint(), architecture));
        }
        return Reach.hostGateway();
    }

    private DockerContext context(Architecture architecture) {
        DockerContext context = contexts.get(architecture);
        if (context == null) {
            throw new IllegalStateException("No context for " + architecture);
        }
        return context;
    }

    /** Whether an endpoint is on another machine. */
    static boolean remote(String endpoint) {
        if (!endpoint.contains("://") || endpoint.startsWith("unix://") || endpoint.startsWith("npipe://")) {
            return false;
        }
        String host = Optional.ofNullable(URI.create(endpoint).getHost()).orElse("");
        return !host.equals("localhost") && !host.startsWith("127.") && !host.equals("[::1]");
    }

    private ProfileStatus status(Architecture architecture, HeldContexts held) {
        DockerContext context = context(architecture);
        try (Engine engine = held.connect(context)) {
            EngineInfo info = engine.info();
            return status(
                    architecture,
                    ProfileState.RUNNING_READY,
                    OptionalInt.of(info.cpus()),
                    OptionalLong.of(info.memoryBytes()),
                    execution(context, architecture, info),
                    info.architecture() == architecture
                            ? ""
                            : "the engine is %s; it runs %s if its kernel has a handler, see 'archtest doctor'"
                                    .formatted(info.architecture(), architecture));
        } catch (EngineException | ProfileException e) {
            ProfileState state =
                    e instanceof EngineException failure && failure.reason() == EngineException.Reason.TIMED_OUT
                            ? ProfileState.UNRESPONSIVE
                            : ProfileState.ABSENT;
            return status(
                    architecture, state, OptionalInt.empty(), OptionalLong.empty(), Execution.UNKNOWN, e.getMessage());
        }
    }

    /** How an engine of the other architecture would do it is seen only on what runs. */
    private Execution execution(DockerContext context, Architecture architecture, EngineInfo info) {
        if (info.architecture() != architecture) {
            return Execution.UNKNOWN;
        }
        return remote(context.endpoint()) || architecture == hostArchitecture ? Execution.NATIVE : Execution.SYSTEM;
    }

    private ProfileStatus status(
            Architecture architecture,
            ProfileState state,
            OptionalInt cpus,
            OptionalLong memory,
            Execution execution,
            String detail) {
        DockerContext context = context(architecture);
        return new ProfileStatus(
                context.name(),
                PROVIDER,
                Optional.of(architecture),
                state,
                cpus,
                memory,
                OptionalLong.empty(),
                context.endpoint(),
                execution,
                ProfileStatus.OTHERS,
                detail);
    }
}
