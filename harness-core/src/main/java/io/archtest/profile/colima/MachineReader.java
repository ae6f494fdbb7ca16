package io.archtest.profile.colima;

import io.archtest.engine.EngineException;
import io.archtest.engine.EngineInfo;
import io.archtest.engine.Execution;
import io.archtest.host.CommandRunner;
import io.archtest.host.CommandRunner.Result;
import io.archtest.model.Architecture;
import io.archtest.profile.ProfileState;
import io.archtest.profile.ProfileStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** Finds out what a machine really is and does. Colima's "Running" only means that two processes live. */
final class MachineReader {
    private static final List<String> FOREGROUND = List.of("-f", "--foreground", "--foreground=true");

    private final ColimaCli cli;
    private final ColimaHome home;
    private final ColimaHost host;
    private final Marks marks;
    private final Function<String, EngineInfo> engines;

    /** @param engines asks the engine at an endpoint who it is; throws {@link EngineException} when none answers */
    MachineReader(ColimaCli cli, ColimaHome home, ColimaHost host, Marks marks, Function<String, EngineInfo> engines) {
        this.cli = cli;
        this.home = home;
        this.host = host;
        this.marks = marks;
        this.engines = engines;
    }

    private record Seen(ProfileState state, String detail, Optional<Architecture> kernel) {
        Seen(ProfileState state, String detail) {
            this(state, detail, Optional.empty());
        }
    }

    List<ProfileStatus> all() {
        return cli.list().stream().map(this::status).toList();
    }

    ProfileStatus status(String profile) {
        return cli.find(profile).map(this::status).orElseGet(() -> absent(profile));
    }

    String endpoint(String profile) {
        return "unix://" + home.socket(profile);
    }

    private ProfileStatus absent(String profile) {
        ProfileState state = startUnderWay(profile) ? ProfileState.STARTING : ProfileState.ABSENT;
        return new ProfileStatus(
                profile,
                ColimaProfiles.PROVIDER,
                Optional.empty(),
                state,
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                endpoint(profile),
                Execution.UNKNOWN,
                owner(profile),
                "");
    }

    private ProfileStatus status(Instance instance) {
        Seen seen = see(instance);
        Optional<Architecture> architecture = seen.kernel().or(instance::architecture);
        return new ProfileStatus(
                instance.name(),
                ColimaProfiles.PROVIDER,
                architecture,
                seen.state(),
                instance.cpus(),
                instance.memoryBytes(),
                instance.diskBytes(),
                endpoint(instance.name()),
                architecture
                        .map(known -> host.emulates(known) ? Execution.SYSTEM : Execution.NATIVE)
                        .orElse(Execution.UNKNOWN),
                owner(instance.name()),
                seen.detail());
    }

    private String owner(String profile) {
        return marks.ours(profile) ? ProfileStatus.OURS : ProfileStatus.OTHERS;
    }

    private Seen see(Instance instance) {
        return switch (instance.status()) {
            case "Running" -> instance.servesDocker() ? running(instance) : foreignRuntime(instance);
            case "Stopped" ->
                startUnderWay(instance.name())
                        ? new Seen(ProfileState.STARTING, "'colima start' is at work")
                        : new Seen(ProfileState.STOPPED, "");
            case "Installing" -> new Seen(ProfileState.STARTING, "Lima installs it");
            default ->
                startUnderWay(instance.name())
                        ? new Seen(ProfileState.STARTING, "'colima start' is at work")
                        : new Seen(
                                ProfileState.BROKEN,
                                instance.status().isEmpty()
                                        ? "Lima knows no status of it"
                                        : "Lima calls it '%s'".formatted(instance.status()));
        };
    }

    private boolean rosettaPossible(Architecture machine) {
        return machine == Architecture.ARM64
                && host.architecture() == Architecture.ARM64
                && host.hasVirtualizationFramework();
    }

    private static Seen foreignRuntime(Instance instance) {
        return new Seen(
                ProfileState.RUNNING_PARTIAL,
                "its runtime is '%s'; archtest needs one with runtime docker".formatted(instance.runtime()));
    }

    private Seen running(Instance instance) {
        if (startUnderWay(instance.name())) {
            // its engine may answer already, and Colima restarts the machine once more
            return new Seen(ProfileState.STARTING, "'colima start' is at work");
        }
        String problem;
        try {
            EngineInfo info = engines.apply(endpoint(instance.name()));
            return new Seen(
                    ProfileState.RUNNING_READY,
                    rosettaPossible(info.architecture()) && hasRosetta(instance.name())
                            ? "it executes x86_64 as well, by Rosetta: --profile x86_64=" + instance.name()
                            : "",
                    Optional.of(info.architecture()));
        } catch (EngineException e) {
            problem = String.valueOf(e.getMessage());
        }
        try {
            Result status = cli.status(instance.name());
            return new Seen(
                    ProfileState.RUNNING_PARTIAL,
                    status.succeeded()
                            ? "the machine answers, but its engine does not: %s".formatted(problem)
                            : "Docker is not set up in it (%s)".formatted(Text.fatal(status.lines())));
        } catch (CommandRunner.TimedOut e) {
            return new Seen(ProfileState.UNRESPONSIVE, "neither its engine nor 'colima status' answers");
        }
    }

    /**
     * Whether a running arm64 machine executes x86_64 programs by Apple's Rosetta: only where its kernel has that handler,
     * whatever the profile's settings say. Blocks; a machine that doesn't answer counts as not having it.
     */
    boolean hasRosetta(String profile) {
        try {
            Result handler = cli.rosetta(profile);
            return handler.succeeded() && handler.standardOutput().contains("enabled");
        } catch (CommandRunner.TimedOut e) {
            return false;
        }
    }

    /**
     * Whether a {@code colima start} for it lives, archtest's or anybody's: then "Running" without Docker is no fault. One in
     * the foreground, as of a service, lives as long as the machine and says nothing.
     */
    static boolean startUnderWay(String profile) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info()
                        .arguments()
                        .map(Arrays::asList)
                        .filter(arguments -> arguments.contains("start")
                                && arguments.contains(profile)
                                && FOREGROUND.stream().noneMatch(arguments::contains)
                                && (arguments.stream().anyMatch(argument -> argument.endsWith("colima"))
                                        || process.info().command().orElse("").endsWith("colima")))
                        .isPresent());
    }
}
