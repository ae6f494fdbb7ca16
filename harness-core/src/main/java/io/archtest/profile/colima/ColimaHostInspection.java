package io.archtest.profile.colima;

import io.archtest.host.CommandRunner;
import io.archtest.host.HostSystem;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads off the machine what decides how Colima can be used on it. */
public final class ColimaHostInspection {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final HostSystem system;
    private final CommandRunner runner;
    private final Map<String, String> environment;

    /** @param environment archtest's own: tells GitHub's hosted runners */
    public ColimaHostInspection(HostSystem system, CommandRunner runner, Map<String, String> environment) {
        this.system = system;
        this.runner = runner;
        this.environment = Map.copyOf(environment);
    }

    public ColimaHost inspect() {
        return new ColimaHost(
                system.mac(),
                system.mac() ? majorVersion(system.version()) : 0,
                system.architecture(),
                acceleration() == Acceleration.USABLE,
                environment.getOrDefault("RUNNER_ENVIRONMENT", "").equals("github-hosted"),
                Runtime.getRuntime().availableProcessors(),
                memory());
    }

    Acceleration acceleration() {
        if (system.mac()) {
            return setting("kern.hv_support").equals("1") ? Acceleration.USABLE : Acceleration.ABSENT;
        }
        Path kvm = system.root().resolve("dev/kvm");
        if (!Files.exists(kvm)) {
            return Acceleration.ABSENT;
        }
        return Files.isReadable(kvm) && Files.isWritable(kvm) ? Acceleration.USABLE : Acceleration.DENIED;
    }

    OptionalLong freeMemory() {
        try {
            return system.mac()
                    ? FreeMemory.ofVmStat(answer("usr/bin/vm_stat"))
                    : FreeMemory.ofMeminfo(Files.readAllLines(system.root().resolve("proc/meminfo")));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Whether Java is one for Intel on an Apple Silicon Mac: it takes the host for an Intel one. */
    boolean translatedJava() {
        return system.mac()
                && system.architecture() == Architecture.X86_64
                && setting("hw.optional.arm64").equals("1");
    }

    boolean superuser() {
        return system.superuser();
    }

    static int majorVersion(String version) {
        String major = version.split("\\.", 2)[0];
        return major.matches("\\d{1,4}") ? Integer.parseInt(major) : 0;
    }

    /** Of the kernel; empty where there is none of that name, as kern.hv_support on GitHub's Apple Silicon runners. */
    private String setting(String name) {
        return String.join("\n", answer("usr/sbin/sysctl", "-n", name)).strip();
    }

    private List<String> answer(String program, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(system.root().resolve(program).toString()));
        command.addAll(List.of(arguments));
        try {
            CommandRunner.Result result = runner.run(command, LIMIT);
            return result.succeeded() ? result.standardOutput() : List.of();
        } catch (ArchtestException e) {
            return List.of();
        }
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean bean
                ? bean.getTotalMemorySize()
                : 0;
    }
}
