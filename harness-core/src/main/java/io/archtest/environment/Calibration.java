package io.archtest.environment;

import io.archtest.engine.ContainerSpec;
import io.archtest.engine.Engine;
import io.archtest.engine.ExecResult;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Architecture;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.SecuritySettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures what classes of work cost on one architecture of an engine. Processor time is taken, not the clock's, so that
 * a busy host doesn't look like a slow emulator; the better of two rounds counts.
 */
final class Calibration {
    /** Two rounds of so many process starts and turns of a loop; prints the processor seconds of each. */
    private static final String PROGRAM = """
            my ($starts, $turns) = @ARGV;
            for my $round (1, 2) {
                my @a = times;
                system("/bin/busybox", "true") for 1 .. $starts;
                my @b = times;
                my $n = 0;
                $n += $_ & 7 for 1 .. $turns;
                my @c = times;
                printf "start=%.2f loop=%.2f\\n", $b[2] + $b[3] - $a[2] - $a[3], $c[0] + $c[1] - $b[0] - $b[1];
            }
            """;

    private static final Pattern RESULT = Pattern.compile("start=([0-9.]+) loop=([0-9.]+)");
    /** {@code times} counts in hundredths of a second: less than one cannot be told from one. */
    private static final double RESOLUTION = 0.01;

    /** Enough to be well above the resolution, and not so much that an emulated architecture takes long. */
    record Work(int starts, int turns) {
        static final Work NATIVE = new Work(150, 4_000_000);

        static final Work EMULATED = new Work(15, 400_000);
    }

    private final RunScope scope;

    Calibration(RunScope scope) {
        this.scope = scope;
    }

    /** Processor seconds by class, of one process start and of one turn of the loop. */
    record Cost(double processStart, double interpreter) {
        /** Of a server's processor of about 2020, for hosts that execute neither side themselves. */
        static final Cost USUAL = new Cost(0.001, 0.000_000_05);

        Cost dividedBy(int starts, int turns) {
            return new Cost(processStart / starts, interpreter / turns);
        }

        Slowness relativeTo(Cost base) {
            return new Slowness(
                    Math.max(1, processStart / base.processStart), Math.max(1, interpreter / base.interpreter));
        }
    }

    /** Starts a container of the tools image for that architecture, measures in it, removes it. Blocks a few seconds. */
    Cost measure(Engine engine, Architecture architecture, ResolvedImage tools, Work work) {
        String id = scope.creating(() -> {
            String created = engine.createContainer(idle(architecture, tools));
            engine.startContainer(created);
            return created;
        });
        try {
            List<String> command =
                    List.of("perl", "-e", PROGRAM, String.valueOf(work.starts()), String.valueOf(work.turns()));
            return parse(engine.exec(id, command, Duration.ofMinutes(5)), architecture)
                    .dividedBy(work.starts(), work.turns());
        } finally {
            engine.stopContainer(id, Duration.ZERO);
        }
    }

    static Cost parse(ExecResult result, Architecture architecture) {
        Matcher rounds = RESULT.matcher(result.output());
        Optional<Cost> best = Optional.empty();
        while (rounds.find()) {
            Cost cost = new Cost(seconds(rounds.group(1)), seconds(rounds.group(2)));
            best = Optional.of(best.map(other -> new Cost(
                            Math.min(other.processStart, cost.processStart),
                            Math.min(other.interpreter, cost.interpreter)))
                    .orElse(cost));
        }
        return best.orElseThrow(() -> new StartupException(
                "Could not measure how fast %s runs: the measuring program ended with exit code %d and said '%s'. Is the emulator in order? 'archtest doctor' tells"
                        .formatted(architecture, result.exitCode(), (result.output() + result.errorOutput()).strip())));
    }

    private static double seconds(String text) {
        return Math.max(RESOLUTION, Double.parseDouble(text));
    }

    private ContainerSpec idle(Architecture architecture, ResolvedImage tools) {
        ProcessSettings sleeping = ProcessSettings.asInImage()
                .withEntrypoint(List.of("/bin/busybox"))
                .withCommand(List.of("sleep", "600"));
        return new ContainerSpec(
                "archtest-%s-calibration-%s".formatted(scope.runId(), architecture.word()),
                tools.facts().id(),
                architecture,
                sleeping,
                ResourceLimits.none(),
                SecuritySettings.engineDefaults(),
                List.of(),
                Optional.empty(),
                new ContainerSpec.Attached(List.of(), List.of(), Map.of()),
                RestartPolicy.never(),
                scope.labels("probe", "calibration"));
    }
}
