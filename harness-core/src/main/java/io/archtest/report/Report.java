package io.archtest.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.archtest.model.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happened, as plain data in the words of {@code report.json}: its names are a contract. Written by
 * {@link JsonReport}, and all other reports are made from it. Longer than other files, since it is one contract, which is
 * read as a whole.
 *
 * @param startedAt ISO 8601, UTC
 * @param verdict {@code passed}, {@code failed} or {@code errored}; {@code skipped} for a shard that had nothing to do
 * @param shard which part of a whole this is; null when it is the whole
 * @param coverage which links were used in which combinations of architectures; null in reports of older versions
 * @param comparison with earlier runs; null where none were named
 * @param runs those that were begun, in the order of the plan
 * @param notRun those that were not, since {@code --fail-fast} ended it before them; nothing is known of them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "schema",
    "tool",
    "host",
    "scenario",
    "startedAt",
    "durationMs",
    "verdict",
    "shard",
    "coverage",
    "comparison",
    "runs",
    "notRun"
})
public record Report(
        String schema,
        Tool tool,
        Host host,
        String scenario,
        String startedAt,
        long durationMs,
        String verdict,
        @Nullable Shard shard,
        @Nullable Coverage coverage,
        @Nullable Comparison comparison,
        List<Run> runs,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<NotRun> notRun) {

    /** The contract's name and version. */
    public static final String SCHEMA = "archtest-report/1";

    public Report {
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(scenario, "scenario");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(verdict, "verdict");
        runs = List.copyOf(runs);
        notRun = List.copyOf(notRun);
    }

    /** A report whose verdict follows from its runs. */
    public static Report of(Tool tool, Host host, String scenario, String startedAt, long durationMs, List<Run> runs) {
        return new Report(
                SCHEMA,
                tool,
                host,
                scenario,
                startedAt,
                durationMs,
                worst(runs).word(),
                null,
                null,
                null,
                runs,
                List.of());
    }

    /**
     * The same without what was not begun any more. It never passes then: {@code skipped} when nothing was run, and
     * {@code errored} when what was run passed.
     */
    public Report withNotRun(List<NotRun> rest) {
        String word = verdict;
        if (!rest.isEmpty()) {
            Verdict ran = worst(runs);
            word = runs.isEmpty() ? Verdict.SKIPPED.word() : (ran == Verdict.PASSED ? Verdict.ERRORED : ran).word();
        }
        return new Report(
                schema, tool, host, scenario, startedAt, durationMs, word, shard, coverage, comparison, runs, rest);
    }

    /** The same as one shard of a whole. One that had nothing to do is {@code skipped}: nothing was asked in it. */
    public Report withShard(Shard part) {
        String word = runs.isEmpty() && part.unitsOf(scenario).isEmpty() ? Verdict.SKIPPED.word() : verdict;
        return new Report(
                schema, tool, host, scenario, startedAt, durationMs, word, part, coverage, comparison, runs, notRun);
    }

    /** The same with what its runs covered. */
    public Report withCoverage(Coverage covered) {
        return new Report(
                schema, tool, host, scenario, startedAt, durationMs, verdict, shard, covered, comparison, runs, notRun);
    }

    /** The same beside earlier runs. */
    public Report withComparison(Comparison compared) {
        return new Report(
                schema, tool, host, scenario, startedAt, durationMs, verdict, shard, coverage, compared, runs, notRun);
    }

    /** What the verdict must be by all that is in it. */
    String deducedVerdict() {
        Report anew = of(tool, host, scenario, startedAt, durationMs, runs).withNotRun(notRun);
        return (shard == null ? anew : anew.withShard(shard)).verdict();
    }

    /** A fact, or nothing where nobody could look: for those who read reports, that isn't one. */
    public static String known(String fact) {
        return fact.equals("unknown") ? "" : fact;
    }

    private static Verdict worst(List<Run> runs) {
        if (runs.isEmpty() || runs.stream().anyMatch(run -> run.verdict().equals(Verdict.ERRORED.word()))) {
            return Verdict.ERRORED;
        }
        return runs.stream().allMatch(run -> run.verdict().equals(Verdict.PASSED.word()))
                ? Verdict.PASSED
                : Verdict.FAILED;
    }

    /** Whether any run did not start. */
    public boolean anyNotStarted() {
        return runs.stream().anyMatch(run -> run.failure() != null);
    }

    /** A start-up that died of a crash of the emulator and was repeated. */
    public record Attempt(String id, String failure, long durationMs) {}

    /** The archtest that ran. */
    public record Tool(String version) {}

    /**
     * Where it ran.
     *
     * @param processors how many; null in reports of older versions, as are the others
     * @param kernel its name and release
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Host(
            String os,
            String architecture,
            @Nullable Integer processors,
            @Nullable Long memoryMiB,
            @Nullable String kernel) {
        public Host(String os, String architecture) {
            this(os, architecture, null, null, null);
        }
    }

    /**
     * One scenario under one placement.
     *
     * @param images where images might come from: {@code registry}, {@code packaged}, {@code local} or {@code mixed}
     * @param startedAt as of the report; null in reports of older versions
     * @param failure why it did not start; null when it did
     * @param options what the scenario's options were set to
     * @param notices what a reader must know, such as that stand-ins ran
     * @param reproduce the command that repeats this run
     * @param attempts start-ups before this one that were repeated; mostly none
     * @param causes of what went wrong, as far as they have a name
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Run(
            String id,
            Placement placement,
            String provider,
            String images,
            Map<String, String> options,
            String verdict,
            @Nullable String startedAt,
            long durationMs,
            @Nullable String failure,
            List<String> notices,
            String reproduce,
            List<Profile> profiles,
            List<Component> components,
            List<Cell> connectivity,
            List<Check> checks,
            List<Phase> timeline,
            List<String> criticalPath,
            long criticalPathMs,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<Attempt> attempts,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<Cause> causes) {
        public Run {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
            notices = List.copyOf(notices);
            profiles = List.copyOf(profiles);
            components = List.copyOf(components);
            connectivity = List.copyOf(connectivity);
            checks = List.copyOf(checks);
            timeline = List.copyOf(timeline);
            criticalPath = List.copyOf(criticalPath);
            attempts = List.copyOf(attempts);
            causes = List.copyOf(causes);
        }

        /** The same after start-ups that were repeated. */
        public Run withAttempts(List<Attempt> before) {
            return new Run(
                    id,
                    placement,
                    provider,
                    images,
                    options,
                    verdict,
                    startedAt,
                    durationMs,
                    failure,
                    notices,
                    reproduce,
                    profiles,
                    components,
                    connectivity,
                    checks,
                    timeline,
                    criticalPath,
                    criticalPathMs,
                    before,
                    causes);
        }

        /** Whether it started in the end, but not at the first attempt. */
        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        public boolean flaky() {
            return failure == null && !attempts.isEmpty();
        }

        /** Whether it answered every question rightly. */
        boolean passed() {
            return verdict.equals(Verdict.PASSED.word());
        }

        /**
         * Passed only if it started, something was asked, and nothing that was asked failed or could not be asked.
         */
        public static Verdict verdictOn(@Nullable String failure, List<Check> checks, List<Cell> cells) {
            List<String> verdicts = new ArrayList<>();
            checks.forEach(check -> verdicts.add(check.verdict()));
            cells.forEach(cell -> verdicts.add(cell.verdict()));
            if (failure != null) {
                return Verdict.ERRORED;
            }
            if (verdicts.contains(Verdict.FAILED.word())) {
                return Verdict.FAILED;
            }
            return verdicts.contains(Verdict.ERRORED.word()) || !verdicts.contains(Verdict.PASSED.word())
                    ? Verdict.ERRORED
                    : Verdict.PASSED;
        }
    }

    /** Where each component was placed. */
    public record Placement(String name, Map<String, String> components) {
        public static Placement of(io.archtest.model.Placement placement) {
            Map<String, String> placed = new LinkedHashMap<>();
            placement.components().forEach((name, architecture) -> placed.put(name.value(), architecture.word()));
            return new Placement(placement.name(), placed);
        }
    }

    /**
     * Why something went wrong, told by evidence.
     *
     * @param about {@code start}, a component, {@code from -> to:port} or a check's name
     * @param id stable, such as {@code exec-format}; for programs
     * @param name in a few words
     * @param evidence the line or fact that it was told by
     * @param nextStep what to do about it
     */
    public record Cause(String about, String id, String name, String evidence, String nextStep) {
        /** Whether archtest doesn't know it; the evidence is the last that was logged. */
        public boolean unknown() {
            return id.equals("unknown");
        }

        /** Whether a message tells it already. */
        boolean saidIn(@Nullable String message) {
            return message != null
                    && (message.contains("%s (%s)".formatted(name, evidence))
                            || (unknown() && message.contains("cause: not known")));
        }

        /** For messages about what it is the cause of. */
        public String line() {
            return evidence.contains("\n")
                    ? "%s: %s; the last lines of the log:\n  %s"
                            .formatted(name, nextStep, evidence.replace("\n", "\n  "))
                    : "%s (%s): %s".formatted(name, evidence, nextStep);
        }
    }

    /**
     * A place that the run used.
     *
     * @param factors how many times slower than native, by class of work
     * @param calibration what they were measured from; null where nothing was measured
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Profile(
            String name,
            String architecture,
            String endpoint,
            String engineVersion,
            String execution,
            Map<String, Double> factors,
            @Nullable Calibration calibration) {
        /** With its version, or nothing where nobody could look. */
        public String engine() {
            return known(engineVersion).isEmpty() ? "" : "Docker " + engineVersion;
        }
    }

    /**
     * What one architecture's engine was measured to be capable of.
     *
     * @param measuredAt ISO 8601, UTC
     * @param cached whether it was measured in an earlier run
     * @param hostLoad processes that wanted a processor, for each processor of the host, while it was measured
     * @param micros what one unit of work costs in microseconds, by class of work
     * @param notes such as that the host was too busy to trust it
     */
    public record Calibration(
            String measuredAt,
            long tookMs,
            boolean cached,
            double hostLoad,
            Map<String, Double> micros,
            List<String> notes) {}

    /** A component or job as it ran; times are from the beginning of the run. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Component(
            String name,
            String kind,
            String image,
            String imageDigest,
            boolean standIn,
            String profile,
            String requested,
            Observed observed,
            long startedMs,
            @Nullable Long readyMs,
            @Nullable Integer exitCode) {}

    /** The four facts. */
    public record Observed(String manifest, List<String> elf, String uname, String execution) {}

    /** One pair of the connectivity matrix; {@code port} is null where the target exposes none. */
    public record Cell(
            String from,
            String to,
            @Nullable Integer port,
            String via,
            String verdict,
            String cause,
            long latencyMicros) {}

    /** One check; {@code group} tells the automatic ones from the scenario's. */
    public record Check(
            String group,
            String name,
            String component,
            String verdict,
            String expected,
            String actual,
            String cause,
            long durationMs) {}

    /** One phase of one component's start-up. */
    public record Phase(String component, String phase, long atMs, long durationMs) {}
}
