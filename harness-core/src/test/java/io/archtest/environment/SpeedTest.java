package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.engine.ExecResult;
import io.archtest.model.Architecture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeedTest {
    private static final String ROUNDS = """
            load 0.50 1
            process-start 900
            interpreter 40
            crypto 300
            file-system 2000
            network 60
            load 0.60 2
            process-start 800
            interpreter 50
            crypto 310
            file-system 1000
            network 80
            load 0.60 1
            """;

    @Test
    void theBestRoundOfEachClassCounts() {
        Speed speed = parse(ROUNDS);
        assertThat(speed.micros())
                .isEqualTo(Map.of(
                        "process-start", 800.0,
                        "interpreter", 40.0,
                        "crypto", 300.0,
                        "file-system", 1000.0,
                        "network", 60.0));
        assertThat(speed.hostLoad())
                .as("the median of what ran, for each of two processors")
                .isEqualTo(0.5);
        assertThat(speed.trusted()).isTrue();
    }

    @Test
    void whatWasMeasuredOnABusyHostIsNotedAndNotTrusted() {
        Speed speed = parse(ROUNDS.replace("load 0.50", "load 7.00"));
        assertThat(speed.complete()).isTrue();
        assertThat(speed.trusted()).isFalse();
        assertThat(speed.notes()).singleElement().asString().contains("busy").contains("3.5 processes");
    }

    @Test
    void anUnreachableNetworkIsNotedAndItsFactorIsTheWorstOfTheOthers() {
        Speed speed = parse("no-network connect: timed out\n" + ROUNDS.replaceAll("network \\d+\n", ""));
        assertThat(speed.trusted()).isFalse();
        assertThat(speed.notes()).containsExactly("the network was not measured: connect: timed out");
        Slowness slowness = speed.relativeTo(
                new Speed("", 0, false, 0, Map.of("crypto", 30.0, "interpreter", 40.0), speed.notes()));
        assertThat(slowness.measured(WorkClass.NETWORK)).isZero();
        assertThat(slowness.pace(WorkClass.NETWORK).factor()).isEqualTo(10);
    }

    @Test
    void eachClassHasItsOwnFactorWhichIsNeverBelowOne() {
        Speed emulated = parse(ROUNDS.replace("800", "16000").replace("900", "17000"));
        Slowness slowness = emulated.relativeTo(parse(ROUNDS.replace("60\n", "90\n")));
        assertThat(slowness.pace(WorkClass.PROCESS_START).factor()).isEqualTo(20);
        assertThat(slowness.pace(WorkClass.INTERPRETER).factor()).isEqualTo(1);
        assertThat(slowness.network()).isEqualTo(1);
        assertThat(slowness.slowest(WorkClass.INTERPRETER, WorkClass.PROCESS_START))
                .hasToString("20.0 for process-start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-70", "0", "NaN", "Infinity", "-Infinity"})
    void aRoundThatMeasuredNonsenseDoesNotCount(String nonsense) {
        Speed speed = parse(ROUNDS.replace("network 60", "network " + nonsense)
                .replace("file-system 1000", "file-system " + nonsense));

        assertThat(speed.of(WorkClass.NETWORK)).isEqualTo(80);
        assertThat(speed.of(WorkClass.FILE_SYSTEM)).isEqualTo(2000);
        assertThatThrownBy(() -> read(
                        new ExecResult(0, ROUNDS.replaceAll("crypto \\d+\n", "crypto %s\n".formatted(nonsense)), "")))
                .isInstanceOf(StartupException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, Double.NaN, Double.POSITIVE_INFINITY})
    void nonsenseThatWasWrittenDownIsNoFactorEither(double nonsense) {
        Speed written = new Speed("", 0, true, 0, Map.of("network", nonsense, "crypto", 30.0), List.of());

        assertThat(written.relativeTo(parse(ROUNDS)).network()).isZero();
        assertThat(parse(ROUNDS).relativeTo(written).network()).isZero();
        assertThat(written.complete()).isFalse();
    }

    @Test
    void aProgramThatMeasuredTooLittleOrFailedIsAFailureWithWhatItSaid() {
        assertThatThrownBy(() -> read(new ExecResult(139, ROUNDS, "Segmentation fault")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("exit code 139")
                .hasMessageContaining("Segmentation fault");
        assertThatThrownBy(() -> read(new ExecResult(0, ROUNDS.replaceAll("crypto \\d+\n", ""), "")))
                .isInstanceOf(StartupException.class);
        assertThatThrownBy(() -> read(new ExecResult(0, "crypto much", ""))).isInstanceOf(StartupException.class);
    }

    @Test
    void aStackOfAnOlderVersionCountsOnItsWorstFactorForWhatItDidNotMeasure() throws Exception {
        Slowness old = new ObjectMapper().readValue("{\"processStart\":20.0,\"interpreter\":8.0}", Slowness.class);
        assertThat(old.measured(WorkClass.CRYPTO)).isZero();
        assertThat(old.pace(WorkClass.CRYPTO).factor()).isEqualTo(20);
        Snapshot snapshot =
                new ObjectMapper().readValue("{\"members\":[],\"relays\":[],\"slowness\":{}}", Snapshot.class);
        assertThat(snapshot.speeds()).isNull();
    }

    private static Speed read(ExecResult result) {
        return Calibration.read(result, Architecture.ARM64, 2, SpeedCache.BUSY, Duration.ZERO);
    }

    private static Speed parse(String output) {
        return Speed.parse(output, 2, SpeedCache.BUSY, Duration.ofSeconds(3));
    }
}
