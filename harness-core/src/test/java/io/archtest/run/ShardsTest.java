package io.archtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import io.archtest.plan.Plan;
import io.archtest.plan.PlannedRun;
import io.archtest.report.Shard;
import io.archtest.report.Shard.Unit;
import io.archtest.scenario.Scenario;
import io.archtest.testing.FakeSessions;
import io.archtest.testing.ScenarioFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {
    @TempDir
    Path folder;

    /** 2000 random plans: every unit in exactly one shard, whatever the order, and the loads differ by one unit at most. */
    @Test
    void everyUnitIsInExactlyOneShardAndTheLoadsAreEven() {
        Random random = new Random(20261125);
        for (int i = 0; i < 2000; i++) {
            List<Unit> units = IntStream.range(0, random.nextInt(12))
                    .mapToObj(n -> new Unit("s" + n % 3, "p" + n))
                    .toList();
            int shards = 1 + random.nextInt(6);
            Map<Unit, Long> millis = new HashMap<>();
            units.stream()
                    .filter(unit -> random.nextInt(4) > 0)
                    .forEach(unit -> millis.put(unit, random.nextLong(9000)));

            List<List<Unit>> divided = Shards.divide(units, shards, millis);

            assertThat(divided).hasSize(shards);
            assertThat(divided.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(units);
            List<Unit> shuffled = new ArrayList<>(units);
            Collections.shuffle(shuffled, random);
            assertThat(Shards.divide(shuffled, shards, millis)).isEqualTo(divided);
            if (new HashSet<>(units).equals(millis.keySet())) {
                long most = divided.stream()
                        .mapToLong(own -> sum(own, millis))
                        .max()
                        .orElse(0);
                long least = divided.stream()
                        .mapToLong(own -> sum(own, millis))
                        .min()
                        .orElse(0);
                long longest = millis.values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0);
                assertThat(most - least).isLessThanOrEqualTo(longest);
            }
        }
    }

    private static long sum(List<Unit> units, Map<Unit, Long> millis) {
        return units.stream().mapToLong(unit -> millis.getOrDefault(unit, 0L)).sum();
    }

    @Test
    void theLongestGetsAShardOfItsOwn() {
        Unit slow = new Unit("s", "emulated");
        List<Unit> units = List.of(new Unit("s", "a"), new Unit("s", "b"), slow, new Unit("s", "c"));

        assertThat(Shards.divide(units, 2, Map.of(slow, 90_000L, units.get(0), 1000L, units.get(1), 1000L)))
                .contains(List.of(slow));
    }

    @Test
    void withoutDurationsTheyAreDealtOut() {
        List<Unit> units =
                IntStream.range(0, 7).mapToObj(n -> new Unit("s", "p" + n)).toList();

        assertThat(Shards.divide(units, 3, Map.of())).extracting(List::size).containsExactly(3, 2, 2);
    }

    @Test
    void aShardSaysWhatIsItsOwnAndWhatThereIs() {
        List<Plan> plans = List.of(plan("default", "flip"));

        Shard first = new Shards(1, 3).share(plans, Map.of());
        Shard last = new Shards(3, 3).share(plans, Map.of());

        assertThat(first.units()).containsExactly(new Unit("fixture", "default"));
        assertThat(last.units()).isEmpty();
        assertThat(last.all()).hasSize(2).isEqualTo(first.all());
        assertThat(Shards.only(first, plans).get(0).runs())
                .extracting(run -> run.placement().name())
                .containsExactly("default");
        assertThat(Shards.only(last, plans))
                .singleElement()
                .satisfies(plan -> assertThat(plan.runs()).isEmpty());
    }

    @Test
    void aUnitThatIsAskedForTwiceIsRefused() {
        List<Plan> plans = List.of(plan("default", "default"));

        assertThatThrownBy(() -> new Shards(1, 2).share(plans, Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("fixture on default is asked for twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1/", "/2", "0/2", "3/2", "-1/2", "a/b", "1/2/3", " 1/2", "1/0", "99999/99999"})
    void whatIsNoShardIsRefused(String text) {
        assertThatThrownBy(() -> Shards.parse(text)).isInstanceOf(InvalidRequestException.class);
    }

    private Plan plan(String... placements) {
        Scenario scenario = new ScenarioFixture()
                .component("db", List.of(5432))
                .component("web", List.of(3000), "db")
                .emulated("default", "db")
                .build();
        List<PlannedRun> runs = new ArrayList<>();
        for (String placement : placements) {
            runs.add(new FakeSessions(folder).plan(scenario, placement));
        }
        return new Plan("fixture", Architecture.X86_64, "docker", runs);
    }
}
