package io.archtest.cli;

import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import io.archtest.profile.DockerProfiles;
import io.archtest.profile.colima.ColimaProfiles.Afterwards;
import io.archtest.run.ProviderWish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the engines are; the only place where these options are text. */
final class ProviderOptions {
    @Mixin
    private ProviderChoice choice = new ProviderChoice();

    @Option(
            names = "--engine",
            paramLabel = "ADDRESS",
            description = "docker: where the engine listens. Default: ${DEFAULT-VALUE}; DOCKER_HOST is not read.",
            defaultValue = DockerProfiles.DEFAULT_ENDPOINT)
    private String engine = DockerProfiles.DEFAULT_ENDPOINT;

    @Option(
            names = "--profile",
            split = ",",
            paramLabel = "ARCH=NAME",
            description = "docker: the Docker context for an architecture; colima: the profile for it, which must run.")
    private Map<Architecture, String> profiles = new LinkedHashMap<>();

    @Option(
            names = "--reach",
            split = ",",
            paramLabel = "ARCH=ADDRESS",
            description = {
                "docker, engines on different machines: the IPv4 address of that architecture's engine's machine, at",
                "which this host and the other engine's containers reach what it publishes."
            })
    private Map<Architecture, String> reach = new LinkedHashMap<>();

    @Mixin
    private MachineOptions machines = new MachineOptions();

    @Option(names = "--keep", description = "colima: leave the machines running afterwards.")
    private boolean keep;

    @Option(
            names = "--delete-profiles",
            description = "colima: delete the machines that were created, instead of stopping them.")
    private boolean delete;

    static ProviderOptions of(ProviderChoice choice) {
        ProviderOptions options = new ProviderOptions();
        options.choice = choice;
        return options;
    }

    /** @throws InvalidRequestException when options contradict each other, or one would be without effect */
    ProviderWish wish() {
        if (List.of("unix://", "tcp://", "npipe://").stream().noneMatch(engine::startsWith)) {
            throw new InvalidRequestException(
                    "--engine '%s' is no address of an engine: it begins with unix://, tcp:// or npipe://. For ssh:// make a context of it (docker context create NAME --docker host=ssh://...) and name that: --profile ARCH=NAME"
                            .formatted(engine));
        }
        if (choice.name().equals(ProviderWish.DOCKER)) {
            refuseMachines();
        }
        return new ProviderWish(choice.name(), engine, profiles, reach, machines.wish(afterwards()));
    }

    private void refuseMachines() {
        List<String> without = new ArrayList<>(machines.given());
        if (keep) {
            without.add("--keep");
        }
        if (delete) {
            without.add("--delete-profiles");
        }
        if (!without.isEmpty()) {
            throw new InvalidRequestException(
                    "Provider docker has no machines that %s could be about, only colima has; leave it out"
                            .formatted(String.join(", ", without)));
        }
    }

    private Afterwards afterwards() {
        if (keep && delete) {
            throw new InvalidRequestException("--keep and --delete-profiles exclude each other");
        }
        if (keep) {
            return Afterwards.KEEP;
        }
        return delete ? Afterwards.DELETE : Afterwards.STOP;
    }

    /** The options that a reader needs to repeat a run. */
    String arguments(String resolved) {
        StringBuilder text = new StringBuilder(" --provider ").append(resolved);
        if (!engine.equals(DockerProfiles.DEFAULT_ENDPOINT)) {
            text.append(" --engine ").append(engine);
        }
        profiles.forEach((architecture, name) ->
                text.append(" --profile ").append(architecture).append('=').append(name));
        reach.forEach((architecture, address) ->
                text.append(" --reach ").append(architecture).append('=').append(address));
        return text.toString();
    }
}
