package io.archtest.profile.colima;

import io.archtest.host.CommandRunner;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads {@link ColimaHost} off the machine. */
public final class ColimaHostInspection {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Path KVM = Path.of("/dev/kvm");

    private ColimaHostInspection() {}

    /** @param environment archtest's own: tells GitHub's hosted runners */
    public static ColimaHost inspect(CommandRunner runner, Map<String, String> environment) {
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        return new ColimaHost(
                mac,
                mac ? majorVersion(System.getProperty("os.version")) : 0,
                Architecture.parse(System.getProperty("os.arch")),
                mac ? hypervisor(runner) : Files.isReadable(KVM) && Files.isWritable(KVM),
                environment.getOrDefault("RUNNER_ENVIRONMENT", "").equals("github-hosted"),
                Runtime.getRuntime().availableProcessors(),
                memory());
    }

    static int majorVersion(String version) {
        String major = version.split("\\.", 2)[0];
        return major.matches("\\d{1,4}") ? Integer.parseInt(major) : 0;
    }

    private static boolean hypervisor(CommandRunner runner) {
        try {
            CommandRunner.Result answer = runner.run(List.of("/usr/sbin/sysctl", "-n", "kern.hv_support"), LIMIT);
            return answer.succeeded() && answer.output().strip().equals("1");
        } catch (ArchtestException e) {
            return false;
        }
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }
}
