package io.archtest.report;

import io.archtest.model.InvalidRequestException;
import io.archtest.report.Shard.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Joins the reports of all shards into those of the whole. Each shard says which units there are and which of them are its
 * own, so that whatever is missing, doubled or from elsewhere is noticed: a shard that vanished must never look green.
 */
public final class ShardMerge {
    private final Map<String, Report> files;
    private final Shard whole;

    /** A file with its report. */
    private record Part(String file, Report report, Shard shard) {}

    private ShardMerge(Map<String, Report> files) {
        this.files = files;
        this.whole = shard(files.entrySet().iterator().next());
    }

    /**
     * One report for each scenario, in their order.
     *
     * @param files reports by the names to call them in messages
     * @throws InvalidRequestException when they aren't exactly the reports of all shards of one whole
     */
    public static List<Report> merge(Map<String, Report> files) {
        if (files.isEmpty()) {
            throw new InvalidRequestException("There are no reports to merge");
        }
        return new ShardMerge(files).merged();
    }

    private List<Report> merged() {
        List<Part> parts = files.entrySet().stream()
                .map(file -> new Part(file.getKey(), file.getValue(), shard(file)))
                .toList();
        parts.forEach(this::refuseOtherWhole);
        List<Report> merged = new ArrayList<>();
        for (String scenario :
                whole.all().stream().map(Unit::scenario).distinct().toList()) {
            List<Part> own = parts.stream()
                    .filter(part -> part.report().scenario().equals(scenario))
                    .toList();
            refuseGaps(scenario, own);
            merged.add(join(own));
        }
        return merged;
    }

    private static Shard shard(Map.Entry<String, Report> file) {
        Shard shard = file.getValue().shard();
        if (shard == null) {
            throw new InvalidRequestException(
                    "%s is not the report of a shard: it is of a whole run, without --shard".formatted(file.getKey()));
        }
        return shard;
    }

    private void refuseOtherWhole(Part part) {
        if (part.shard().of() != whole.of() || !part.shard().all().equals(whole.all())) {
            throw new InvalidRequestException("%s is %s for %s, but %s is %s for %s; merge shards of one whole only"
                    .formatted(
                            part.file(),
                            part.shard(),
                            part.shard().all(),
                            files.keySet().iterator().next(),
                            whole,
                            whole.all()));
        }
        Set<String> scenarios = whole.all().stream().map(Unit::scenario).collect(Collectors.toCollection(TreeSet::new));
        if (!scenarios.contains(part.report().scenario())) {
            throw new InvalidRequestException("%s is of scenario '%s', which is none of the whole: %s"
                    .formatted(part.file(), part.report().scenario(), scenarios));
        }
        refuseWrongRuns(part);
    }

    /** What a shard was to run and what its report holds are two facts. */
    private static void refuseWrongRuns(Part part) {
        List<String> planned = part.shard().unitsOf(part.report().scenario());
        List<String> ran = Stream.concat(
                        part.report().runs().stream().map(Report.Run::placement),
                        part.report().notRun().stream().map(NotRun::placement))
                .map(Report.Placement::name)
                .toList();
        if (!ran.equals(planned)) {
            throw new InvalidRequestException(
                    "%s (%s) holds runs on %s, but was to run on %s: it is damaged, or not of one run"
                            .formatted(part.file(), part.shard(), ran, planned));
        }
    }

    private void refuseGaps(String scenario, List<Part> parts) {
        Map<Integer, String> numbers = new TreeMap<>();
        for (Part part : parts) {
            String twin = numbers.put(part.shard().number(), part.file());
            if (twin != null) {
                throw new InvalidRequestException("%s and %s are both %s of scenario '%s'; give each shard once"
                        .formatted(twin, part.file(), part.shard(), scenario));
            }
        }
        for (int number = 1; number <= whole.of(); number++) {
            if (!numbers.containsKey(number)) {
                throw new InvalidRequestException(
                        "The report of shard %d of %d is missing for scenario '%s': its job may have died. There are: %s"
                                .formatted(number, whole.of(), scenario, numbers));
            }
        }
        refuseOtherDivision(parts);
        refuseDifferentVariants(parts);
    }

    private void refuseOtherDivision(List<Part> parts) {
        Map<Unit, String> holders = new HashMap<>();
        for (Part part : parts) {
            for (Unit unit : part.shard().units()) {
                String other = holders.put(unit, part.file());
                if (other != null) {
                    throw new InvalidRequestException(
                            "%s is in %s and in %s: the shards were not divided by the same --durations"
                                    .formatted(unit, other, part.file()));
                }
            }
        }
        Set<Unit> missing = new LinkedHashSet<>(whole.all());
        missing.removeAll(holders.keySet());
        if (!missing.isEmpty()) {
            throw new InvalidRequestException("%s is in no shard: they were not divided by the same --durations"
                    .formatted(missing.iterator().next()));
        }
    }

    private static void refuseDifferentVariants(List<Part> parts) {
        Map<Map<String, String>, String> variants = new LinkedHashMap<>();
        for (Part part : parts) {
            part.report().runs().forEach(run -> variants.putIfAbsent(run.options(), part.file()));
        }
        if (variants.size() > 1) {
            throw new InvalidRequestException(
                    "The shards ran different variants: %s; give all shards the same --option".formatted(variants));
        }
    }

    private Report join(List<Part> parts) {
        List<Report> reports = parts.stream().map(Part::report).toList();
        Map<String, Report.Run> runs = reports.stream()
                .flatMap(report -> report.runs().stream())
                .collect(Collectors.toMap(run -> run.placement().name(), Function.identity()));
        String scenario = reports.get(0).scenario();
        Instant began =
                reports.stream().map(ShardMerge::began).min(Instant::compareTo).orElseThrow();
        Instant ended = reports.stream()
                .map(report -> began(report).plusMillis(report.durationMs()))
                .max(Instant::compareTo)
                .orElseThrow();
        List<String> placements = new Shard(1, 1, whole.all(), whole.all()).unitsOf(scenario);
        Report joined = Report.of(
                new Report.Tool(joined(reports, report -> report.tool().version())),
                new Report.Host(
                        joined(reports, report -> report.host().os()),
                        joined(reports, report -> report.host().architecture()),
                        common(reports, report -> report.host().processors()),
                        common(reports, report -> report.host().memoryMiB()),
                        common(reports, report -> report.host().kernel())),
                scenario,
                began.toString(),
                Duration.between(began, ended).toMillis(),
                placements.stream()
                        .flatMap(placement -> Stream.ofNullable(runs.get(placement)))
                        .toList());
        Report covered = covered(joined.withNotRun(notRun(placements, reports)), reports);
        List<Comparison> compared = reports.stream()
                .map(Report::comparison)
                .flatMap(Stream::ofNullable)
                .toList();
        return compared.isEmpty() ? covered : covered.withComparison(Comparison.joined(compared));
    }

    /** What all say alike. */
    private static <T> @Nullable T common(List<Report> reports, Function<Report, @Nullable T> fact) {
        List<@Nullable T> all = new ArrayList<>();
        reports.forEach(report -> all.add(fact.apply(report)));
        return all.stream().allMatch(each -> Objects.equals(each, all.get(0))) ? all.get(0) : null;
    }

    private static List<NotRun> notRun(List<String> placements, List<Report> reports) {
        return reports.stream()
                .flatMap(report -> report.notRun().stream())
                .sorted(Comparator.comparingInt(
                        each -> placements.indexOf(each.placement().name())))
                .toList();
    }

    /** Anew from all runs: what one shard did not use, another one did. */
    private static Report covered(Report whole, List<Report> shards) {
        return shards.stream()
                .flatMap(report -> Stream.ofNullable(report.coverage()))
                .reduce(Coverage::and)
                .map(links -> whole.withCoverage(links.after(whole.runs(), whole.notRun())))
                .orElse(whole);
    }

    private static Instant began(Report report) {
        try {
            return Instant.parse(report.startedAt());
        } catch (DateTimeParseException e) {
            throw new InvalidRequestException("'%s' is no time that a report can begin".formatted(report.startedAt()));
        }
    }

    /** The one that all have, or all of them. */
    private static String joined(List<Report> reports, Function<Report, String> fact) {
        return reports.stream().map(fact).distinct().collect(Collectors.joining(", "));
    }
}
