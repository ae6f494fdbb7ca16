package io.archtest.matrix;

import io.archtest.image.ImageMode;
import io.archtest.image.ImagePorts;
import io.archtest.matrix.JobMatrix.Job;
import io.archtest.matrix.JobMatrix.Skipped;
import io.archtest.matrix.MatrixRequest.Wanted;
import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import io.archtest.plan.PlannedRun;
import io.archtest.plan.Planner;
import io.archtest.plan.RunRequest;
import io.archtest.profile.AssumedProfiles;
import io.archtest.profile.Demand;
import io.archtest.scenario.Scenario;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Finds the jobs: plans every scenario for every lane as a run there would, and starts nothing. */
public final class MatrixPlanner {
    private static final List<String> DEFAULT_AND_MIRROR = List.of("default", "flip");

    private final LocalDate today;
    private final MatrixRequest request;
    private final List<Job> jobs = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final Set<String> artifacts = new HashSet<>();

    private MatrixPlanner(LocalDate today, MatrixRequest request) {
        this.today = today;
        this.request = request;
    }

    /**
     * The same matrix for the same request on the same day.
     *
     * @throws InvalidRequestException when a scenario or a placement is wrong whatever the lane
     */
    public static JobMatrix plan(MatrixRequest request, LocalDate today) {
        return new MatrixPlanner(today, request).matrix();
    }

    private JobMatrix matrix() {
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        for (Wanted wanted : request.scenarios()) {
            Scenario scenario = wanted.scenario().get(); // read once: its secrets are never used
            scenarios.put(wanted.argument(), scenario);
            placements(scenario).forEach(placement -> refuseEverywhere(scenario, placement));
        }
        for (Lane lane : request.lanes()) {
            Optional<Skipped> whole = unfit(lane);
            whole.ifPresent(skipped::add);
            if (whole.isEmpty()) {
                scenarios.forEach((argument, scenario) -> add(lane, argument, scenario));
            }
        }
        return new JobMatrix(today, jobs, skipped);
    }

    private List<String> placements(Scenario scenario) {
        List<String> asked = request.placements().isEmpty() ? DEFAULT_AND_MIRROR : request.placements();
        // which placements a cover is made of depends on the scenario alone; where each runs natively, on the host
        return planner(AssumedProfiles.plain(Architecture.X86_64)).names(wanted(scenario, asked));
    }

    private static RunRequest wanted(Scenario scenario, List<String> placements) {
        return new RunRequest(() -> scenario, placements, Map.of(), ImageMode.AUTO, Set.of());
    }

    /** What is wrong on hosts of either architecture is the request's fault; the mirror that nobody asked for is not. */
    private void refuseEverywhere(Scenario scenario, String placement) {
        List<InvalidRequestException> refusals = new ArrayList<>();
        for (Architecture host : Architecture.values()) {
            try {
                planned(scenario, placement, AssumedProfiles.plain(host));
            } catch (InvalidRequestException e) {
                refusals.add(e);
            }
        }
        boolean implied = request.placements().isEmpty() && !placement.equals(DEFAULT_AND_MIRROR.get(0));
        if (refusals.size() == Architecture.values().length && !implied) {
            throw refusals.get(0);
        }
    }

    private Planner planner(AssumedProfiles profiles) {
        return new Planner(profiles, ImagePorts.unknown(), request.available());
    }

    private PlannedRun planned(Scenario scenario, String placement, AssumedProfiles profiles) {
        return planner(profiles)
                .plan(wanted(scenario, List.of(placement)))
                .runs()
                .get(0);
    }

    /** Why a lane runs nothing at all. */
    private Optional<Skipped> unfit(Lane lane) {
        if (lane.labels().isEmpty()) {
            return Optional.of(
                    whole(
                            lane,
                            SkipReason.NOT_ASKED_FOR,
                            "a Mac of your own with Apple Silicon is the full lane of its kind; name its labels: --self-hosted self-hosted,macOS,ARM64"));
        }
        Optional<YearMonth> ended =
                lane.ends().filter(month -> !YearMonth.from(today).isBefore(month));
        if (ended.isPresent()) {
            return Optional.of(whole(
                    lane,
                    SkipReason.RUNNER_ENDED,
                    "the service announced it until %s, and a job for a runner that is gone waits for a day"
                            .formatted(ended.get())));
        }
        if (lane.tier() == Tier.SMOKE && !request.smoke()) {
            return Optional.of(
                    whole(
                            lane,
                            SkipReason.NO_NESTED_VIRTUALIZATION,
                            "hosted Apple Silicon has no nested virtualization; with Lima 2.2 or newer both machines can be emulated, slowly and unproven: --smoke"));
        }
        return Optional.empty();
    }

    private static Skipped whole(Lane lane, SkipReason reason, String sentence) {
        return new Skipped(lane, Optional.empty(), Optional.empty(), reason, sentence);
    }

    private void add(Lane lane, String argument, Scenario scenario) {
        Map<SortedMap<?, ?>, String> seen = new HashMap<>();
        boolean first = true;
        for (String placement : placements(scenario)) {
            Optional<Refusal> refusal = refusal(lane, scenario, placement, seen, first);
            if (refusal.isPresent()) {
                Refusal why = refusal.get();
                skipped.add(
                        new Skipped(lane, Optional.of(argument), Optional.of(placement), why.reason(), why.sentence()));
            } else {
                first = false;
                jobs.add(new Job(
                        lane,
                        argument,
                        placement,
                        request.optionText(),
                        JobSize.minutes(lane, scenario.components().size()),
                        artifact(argument, placement, lane.name())));
            }
        }
    }

    private record Refusal(SkipReason reason, String sentence) {}

    private Optional<Refusal> refusal(
            Lane lane, Scenario scenario, String placement, Map<SortedMap<?, ?>, String> seen, boolean first) {
        PlannedRun run;
        try {
            run = planned(scenario, placement, assumed(lane));
        } catch (InvalidRequestException e) {
            return Optional.of(new Refusal(
                    hostFilesOnly(lane, scenario, placement) ? SkipReason.HOST_FILES : SkipReason.PLACEMENT_REFUSED,
                    e.getMessage()));
        }
        String same = seen.putIfAbsent(run.placement().components(), placement);
        if (same != null) {
            return Optional.of(
                    new Refusal(SkipReason.SAME_PLACEMENT, "it places every component as '%s' does".formatted(same)));
        }
        if (lane.tier() == Tier.SMOKE && !first) {
            return Optional.of(new Refusal(SkipReason.SMOKE_TIER, "the smoke tier runs one placement"));
        }
        return memory(lane, run);
    }

    /** Virtual machines have no files of their host. */
    private static AssumedProfiles assumed(Lane lane) {
        return new AssumedProfiles(lane.provider(), lane.architecture(), !lane.mac());
    }

    private boolean hostFilesOnly(Lane lane, Scenario scenario, String placement) {
        try {
            planned(scenario, placement, AssumedProfiles.plain(lane.architecture()));
            return true;
        } catch (InvalidRequestException e) {
            return false;
        }
    }

    private static Optional<Refusal> memory(Lane lane, PlannedRun run) {
        List<Long> reserved = run.demands().stream().map(Demand::memoryBytes).toList();
        double needed = JobSize.memoryGib(lane, reserved);
        return lane.memoryGib().isEmpty() || needed <= lane.memoryGib().getAsInt()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        SkipReason.TOO_LITTLE_MEMORY,
                        "its components, the engines and archtest need %.1f GiB, and the runner has %d"
                                .formatted(needed, lane.memoryGib().getAsInt())));
    }

    /** Two paths may differ only in what artifacts can't be called. */
    private String artifact(String... parts) {
        List<String> words = new ArrayList<>(List.of("archtest"));
        for (String part : parts) {
            words.add(part.replaceAll("[^A-Za-z0-9._]+", "-").replaceAll("^-+|-+$", ""));
        }
        String name = String.join("-", words);
        String unique = name;
        for (int i = 2; !artifacts.add(unique); i++) {
            unique = name + "-" + i;
        }
        return unique;
    }
}
