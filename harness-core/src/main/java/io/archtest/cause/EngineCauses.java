package io.archtest.cause;

import static io.archtest.cause.Sign.container;
import static io.archtest.cause.Sign.engine;
import static io.archtest.cause.Sign.log;

import io.archtest.engine.ContainerFacts;
import java.util.List;

/** What an engine, its registry or its machine runs out of or refuses. */
final class EngineCauses {
    static final KnownCause OUT_OF_MEMORY = KnownCause.of(
            "out-of-memory",
            "killed for memory (OOM)",
            "the engine's own word: OOMKilled, or its event 'oom'",
            "raise mem_limit or give the engine more memory",
            container(ContainerFacts::oomKilled, facts -> "the engine says OOMKilled"));

    static final List<KnownCause> ALL = List.of(
            OUT_OF_MEMORY,
            KnownCause.of(
                    "disk-full",
                    "disk full",
                    "'no space left on device' from the engine or in the log",
                    "free space on the engine's disk ('docker system df'), or raise the size of the tmpfs that the line names",
                    engine("no space left on device"),
                    log("no space left on device", "\\bENOSPC\\b", "disk quota exceeded")),
            KnownCause.of(
                    "port-taken",
                    "host port is taken",
                    "the engine's refusal to publish it",
                    "stop what holds the port, or publish another one",
                    engine("port is already allocated", "address already in use", "ports are not available")),
            KnownCause.of(
                    "registry-rate-limited",
                    "the registry limits the rate",
                    "the registry's refusal",
                    "wait, log in ('docker login'), or pull through a mirror",
                    engine("toomanyrequests", "too many requests", "rate limit", "the registry limits the rate")),
            KnownCause.of(
                    "registry-unauthorised",
                    "the registry wants a login",
                    "the registry's refusal",
                    "log in ('docker login REGISTRY') as one who may pull it, or check the image's name",
                    engine(
                            "gives it only to those who log in",
                            "unauthorized",
                            "authentication required",
                            "no basic auth credentials",
                            "pull access denied")),
            KnownCause.of(
                    "image-unknown",
                    "the registry has no such image",
                    "the registry's refusal",
                    "check name and tag",
                    engine("manifest unknown", "has no such image; check", "name unknown", "repository .* not found")),
            KnownCause.of(
                    "registry-unreachable",
                    "the registry can't be reached",
                    "the engine's refusal to pull",
                    "check the engine's network and proxy, or use '--images packaged'",
                    engine("can't reach the registry", "look at its way to the registry")),
            KnownCause.of(
                    "engine-unreachable",
                    "the engine can't be reached",
                    "the connection to the engine failed",
                    "see whether it runs: 'archtest doctor'",
                    engine(
                            "the connection to the engine at '[^']*' failed",
                            "cannot connect to the docker daemon",
                            "^No engine at '")),
            KnownCause.of(
                    "networks-used-up",
                    "the engine has no network addresses left",
                    "the engine's refusal to make a network",
                    "remove networks that nobody uses ('docker network prune')",
                    engine("non-overlapping IPv4 address pool", "all predefined address pools have been")),
            KnownCause.of(
                    "command-not-found",
                    "command not found",
                    "the engine's word, or exit code 127",
                    "check 'command' and 'entrypoint' against the image",
                    engine("executable file not found", "exec: \\\\?\"[^\"]*\": .*no such file or directory"),
                    Sign.exit(127)),
            KnownCause.of(
                    "not-executable",
                    "command cannot be executed",
                    "the engine's word, or exit code 126",
                    "check its mode bits and architecture",
                    engine("exec: \\\\?\"[^\"]*\": permission denied"),
                    Sign.both(log("permission denied"), Sign.exit(126)),
                    Sign.exit(126)),
            KnownCause.of(
                    "engine-refused-start",
                    "the engine could not start it",
                    "the container's error text, as the engine has it",
                    "see the engine's message",
                    new Sign(
                            Sign.Weight.REFUSAL,
                            symptoms -> symptoms.container()
                                    .map(ContainerFacts::error)
                                    .filter(error -> !error.isBlank())
                                    .map(Sign::quote))));

    private EngineCauses() {}
}
