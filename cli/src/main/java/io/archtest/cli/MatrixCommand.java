package io.archtest.cli;

import io.archtest.image.AvailableArchitectures;
import io.archtest.matrix.JobMatrix;
import io.archtest.matrix.Lanes;
import io.archtest.matrix.MatrixFormat;
import io.archtest.matrix.MatrixPlanner;
import io.archtest.matrix.MatrixRequest;
import io.archtest.matrix.MatrixRequest.Wanted;
import io.archtest.matrix.MatrixWriter;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.UnsupportedHostException;
import io.archtest.run.FoundArchitectures;
import io.archtest.run.ProviderWish;
import io.archtest.run.Providers;
import io.archtest.run.ScenarioFiles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code archtest matrix}: the jobs for a CI service; starts nothing, needs no engine and no network. */
@Command(
        description = {
            "Prints the jobs that run scenarios on a CI service's machines.",
            "Which runner, provider, placement, tier and timeout; what can't run there is named on standard error, and by --format",
            "json, with a reason."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class MatrixCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "SCENARIO",
            description = "A built-in scenario, or a Compose file by its path from the root of the checkout.")
    private List<String> scenarios = new ArrayList<>();

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = {
                "github: one line for 'strategy.matrix: $${{ fromJSON(...) }}'; gitlab: a child pipeline, whose jobs extend",
                "those of ci/gitlab; json: all jobs of both, and all that is skipped."
            })
    private MatrixFormat format = MatrixFormat.JSON;

    @Option(
            names = "--placement",
            split = ",",
            paramLabel = "NAME",
            description = "A job for each. Default: the scenario's default and its mirror (default,flip).")
    private List<String> placements = new ArrayList<>();

    @Option(
            names = "--option",
            split = ",",
            paramLabel = "NAME=VALUE",
            description = "Sets options of the scenario, which choose a variant of it, for each job.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--runner",
            split = ",",
            paramLabel = "NAME",
            description = "Only these machines; --format json shows their names as 'lane'. Default: all.")
    private Set<String> runners = new LinkedHashSet<>();

    @Option(
            names = "--self-hosted",
            paramLabel = "LABEL[,LABEL]",
            description =
                    "Jobs for Macs of your own with Apple Silicon, too, which have all these labels (GitLab: tags).")
    private @Nullable String selfHosted;

    @Option(
            names = "--smoke",
            description = {
                "Jobs for hosted Apple Silicon, too. Both machines are emulated there, which takes Lima 2.2 or newer and",
                "long, and nobody has shown it with archtest: one placement, and its failure doesn't fail the rest."
            })
    private boolean smoke;

    private final Surroundings surroundings;
    private final Clock clock;

    MatrixCommand(Surroundings surroundings, Clock clock) {
        this.surroundings = surroundings;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        try (ScenarioFiles files = new ScenarioFiles(surroundings.environment(), surroundings.discretion()::learn)) {
            JobMatrix matrix = MatrixPlanner.plan(request(files), LocalDate.now(clock));
            String text = new MatrixWriter().write(matrix, format);
            if (format == MatrixFormat.JSON) {
                surroundings.out().println(text);
            }
            refuseNothing(matrix);
            if (format != MatrixFormat.JSON) {
                surroundings.out().println(text);
                matrix.skipped().forEach(each -> surroundings.err().println("skipped: " + each.line()));
            }
            return ExitCode.PASSED;
        }
    }

    private MatrixRequest request(ScenarioFiles files) {
        List<Wanted> wanted = new ArrayList<>();
        for (String name : scenarios) {
            refuseThisMachinesPath(name);
            wanted.add(new Wanted(name, files.scenario(name, settings)));
        }
        return new MatrixRequest(
                wanted, placements, settings, Lanes.of(format.services(), runners, labels()), smoke, available());
    }

    /** What this machine's own engine can tell, if it has one and is needed: a smaller cover has other placements. */
    private AvailableArchitectures available() {
        return (scenario, mode) -> {
            Providers providers = new Providers(
                    surroundings.environment(), surroundings.system(), ProviderWish.of(ProviderWish.AUTO));
            return FoundArchitectures.with(providers.provider(providers.facts()))
                    .of(scenario, mode);
        };
    }

    /** Split here, since picocli drops empty ones. */
    private List<String> labels() {
        return selfHosted == null ? List.of() : List.of(selfHosted.split(",", -1));
    }

    private static void refuseThisMachinesPath(String name) {
        try {
            if (Path.of(name).isAbsolute()) {
                throw new InvalidRequestException(
                        "'%s' is a path on this machine; the jobs run on others. Give it from the root of the checkout"
                                .formatted(name));
            }
        } catch (InvalidPathException e) {
            // no path at all; reading it says what it is instead
        }
    }

    /** A service takes a matrix without jobs for an error, and says less. */
    private static void refuseNothing(JobMatrix matrix) {
        if (matrix.jobs().isEmpty()) {
            throw new UnsupportedHostException("No machine can run it:%n%s"
                    .formatted(matrix.skipped().stream()
                            .map(each -> "  " + each.line())
                            .collect(Collectors.joining(System.lineSeparator()))));
        }
    }
}
