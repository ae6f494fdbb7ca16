package io.archtest.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.archtest.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened, as plain data in the words of {@code report.json}: its names are a contract. Written by
 * {@link JsonReport}, and all other reports are made from it.
 *
 * @param startedAt ISO 8601, UTC
 * @param verdict {@code passed}, {@code failed} or {@code errored}
 */
@JsonPropertyOrder({"schema", "tool", "host", "scenario", "startedAt", "durationMs", "verdict", "runs"})
public record Report(
        String schema,
        Tool tool,
        Host host,
        String scenario,
        String startedAt,
        long durationMs,
        String verdict,
        List<Run> runs) {

    /** The contract's name and version. */
    public static final String SCHEMA = "archtest-report/1";

    public Report {
        runs = List.copyOf(runs);
    }

    /** A report whose verdict follows from its runs. */
    public static Report of(Tool tool, Host host, String scenario, String startedAt, long durationMs, List<Run> runs) {
        return new Report(
                SCHEMA, tool, host, scenario, startedAt, durationMs, worst(runs).word(), runs);
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

    /** The archtest that ran. */
    public record Tool(String version) {}

    /** Where it ran. */
    public record Host(String os, String architecture) {}

    /**
     * One scenario under one placement.
     *
     * @param images where images might come from: {@code registry}, {@code packaged}, {@code local} or {@code mixed}
     * @param failure why it did not start; null when it did
     * @param options what the scenario's options were set to
     * @param notices what a reader must know, such as that stand-ins ran
     * @param reproduce the command that repeats this run
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Run(
            String id,
            Placement placement,
            String provider,
            String images,
            Map<String, String> options,
            String verdict,
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
            long criticalPathMs) {
        public Run {
            options = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(options));
            notices = List.copyOf(notices);
            profiles = List.copyOf(profiles);
            components = List.copyOf(components);
            connectivity = List.copyOf(connectivity);
            checks = List.copyOf(checks);
            timeline = List.copyOf(timeline);
            criticalPath = List.copyOf(criticalPath);
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
    public record Placement(String name, Map<String, String> components) {}

    /** A place that the run used; {@code factors}: how many times slower than native, by class of work. */
    public record Profile(
            String name,
            String architecture,
            String endpoint,
            String engineVersion,
            String execution,
            Map<String, Double> factors) {}

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
