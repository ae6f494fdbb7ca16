package io.archtest.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code archtest run}. */
@Command(
        description = "Starts a scenario spread over CPU architectures, checks it, reports, and removes it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Mixin
    private DetailOptions detail = new DetailOptions();

    @Option(
            names = "--progress",
            paramLabel = "FORM",
            description = {
                "How to tell progress: live (below lines that stay, a few that are rewritten), plain (lines that stay), json (an",
                "object in each line of standard output, and nothing else there), auto (live on a terminal that can, else",
                "plain). Default: ${DEFAULT-VALUE}."
            },
            defaultValue = "auto")
    private String progress = "auto";

    @Option(
            names = "--setup",
            description = {
                "Install and start what the host lacks first (Debian, Ubuntu; for colima with Homebrew); prints what it",
                "runs."
            })
    private boolean setup;

    @Option(
            names = "--report-dir",
            paramLabel = "FOLDER",
            description = "Where the report files go. Default: ${DEFAULT-VALUE}.",
            defaultValue = "archtest-report")
    private Path reportFolder = Path.of("archtest-report");

    @Option(
            names = "--ci",
            paramLabel = "SYSTEM",
            description = {
                "Say it as this system likes it: github (annotations, step summary, groups, masks), gitlab (sections), none,",
                "auto (by GITHUB_ACTIONS and GITLAB_CI). Default: ${DEFAULT-VALUE}."
            },
            defaultValue = "auto")
    private String ci = "auto";

    @Option(
            names = "--shard",
            paramLabel = "K/N",
            description = {
                "Run only the K-th of N parts. What is divided are pairs of a scenario and a placement; its checks build on",
                "each other and stay together. 'archtest report merge' joins the reports."
            })
    private @Nullable String shard;

    @Option(
            names = "--durations",
            split = ",",
            paramLabel = "FILE",
            description = "report.json of earlier runs, by which --shard divides evenly; the same for all shards.")
    private List<Path> durations = new ArrayList<>();

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = {
                "Repeat a start-up up to N times that died of a crash of the emulator, and report it as flaky. Nothing else",
                "is ever repeated. Default: ${DEFAULT-VALUE}."
            },
            defaultValue = "0")
    private int retries;

    @Option(
            names = "--fail-fast",
            description = {
                "Run nothing more after the first placement that didn't pass. What is left is reported as not run. Ends this",
                "process only, not other shards."
            })
    private boolean failFast;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = {
                "Compare how long things take with the earlier runs in FILE, and add the runs that pass to it; it is made when",
                "there is none. Slower alone is reported and changes neither verdict nor exit code."
            })
    private @Nullable Path baseline;

    @Option(
            names = "--fail-on-slower",
            description = {
                "Exit code 1 when anything is slower than in the --baseline, beyond the noise; not when that can't be told.",
                "Such a run isn't added to the baseline."
            })
    private boolean failOnSlower;

    private final Surroundings surroundings;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ProgressForm form = ProgressForm.parse(progress);
        Surroundings people = form == ProgressForm.JSON ? surroundings.onErrorStream() : surroundings;
        try (Ci system = Ci.choose(ci, people)) {
            Output output = Output.of(form, detail.detail(), surroundings, system.surroundings());
            RunSettings settings = RunSettings.of(
                    options,
                    setup,
                    reportFolder,
                    Optional.ofNullable(shard),
                    durations,
                    retries,
                    failFast,
                    RunBaseline.open(Optional.ofNullable(baseline), failOnSlower, surroundings));
            return new Execution(system, settings, output).run();
        }
    }
}
