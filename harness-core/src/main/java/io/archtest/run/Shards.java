package io.archtest.run;

import io.archtest.model.InvalidRequestException;
import io.archtest.plan.Plan;
import io.archtest.report.Shard;
import io.archtest.report.Shard.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Divides what is to be run among several jobs, each of which is told only which one of how many it is. What is divided are
 * units of a scenario under a placement. Its checks stay together: they build on what earlier ones did to the stack, and
 * starting it is what takes the time.
 *
 * @param number from 1 to {@code of}
 */
public record Shards(int number, int of) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    public Shards {
        if (of < 1 || number < 1 || number > of) {
            throw new InvalidRequestException(
                    "There is no shard %d of %d: in --shard K/N, K goes from 1 to N".formatted(number, of));
        }
    }

    /** {@code K/N}. */
    public static Shards parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidRequestException(
                    "'%s' is no shard: give its number and how many there are, as in --shard 1/4".formatted(text));
        }
        return new Shards(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /**
     * What this shard gets of the plans. All shards of a whole must be given the same plans and durations.
     *
     * @param millis how long units took earlier; the others are taken to be of average length
     * @throws InvalidRequestException when the plans hold a unit twice, since no report could tell the two apart
     */
    public Shard share(List<Plan> plans, Map<Unit, Long> millis) {
        List<Unit> all = new ArrayList<>();
        for (Plan plan : plans) {
            plan.runs()
                    .forEach(run ->
                            all.add(new Unit(plan.scenario(), run.placement().name())));
        }
        Set<Unit> seen = new HashSet<>();
        all.stream().filter(unit -> !seen.add(unit)).findFirst().ifPresent(unit -> {
            throw new InvalidRequestException("%s is asked for twice; shards can't tell the two apart".formatted(unit));
        });
        List<Unit> mine = divide(all, of, millis).get(number - 1);
        return new Shard(number, of, all.stream().filter(mine::contains).toList(), all);
    }

    /** The plans without the runs of other shards; one that has none left stays, for its report. */
    public static List<Plan> only(Shard shard, List<Plan> plans) {
        return plans.stream()
                .map(plan -> plan.with(plan.runs().stream()
                        .filter(run -> shard.units()
                                .contains(new Unit(
                                        plan.scenario(), run.placement().name())))
                        .toList()))
                .toList();
    }

    /** The longest first, each to whom has least: no shard gets more than another by more than one unit of its own. */
    static List<List<Unit>> divide(List<Unit> units, int shards, Map<Unit, Long> millis) {
        long average = Math.round(units.stream()
                .filter(millis::containsKey)
                .mapToLong(unit -> millis.getOrDefault(unit, 0L))
                .average()
                .orElse(1));
        List<List<Unit>> divided = new ArrayList<>();
        List<Load> loads = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            divided.add(new ArrayList<>());
            loads.add(new Load(i, 0, 0));
        }
        // the order must not depend on that of the arguments, nor ties on anything else
        Comparator<Unit> byLength = Comparator.comparingLong(unit -> -millis.getOrDefault(unit, average));
        List<Unit> sorted = units.stream()
                .sorted(byLength.thenComparing(Unit::scenario).thenComparing(Unit::placement))
                .toList();
        for (Unit unit : sorted) {
            Load least = loads.stream().min(Load.ORDER).orElseThrow();
            divided.get(least.shard()).add(unit);
            loads.set(least.shard(), least.plus(millis.getOrDefault(unit, average)));
        }
        return divided;
    }

    private record Load(int shard, long millis, int units) {
        static final Comparator<Load> ORDER = Comparator.comparingLong(Load::millis)
                .thenComparingInt(Load::units)
                .thenComparingInt(Load::shard);

        Load plus(long more) {
            return new Load(shard, millis + more, units + 1);
        }
    }
}
