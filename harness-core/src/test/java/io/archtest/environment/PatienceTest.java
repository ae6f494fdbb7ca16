package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final AtomicLong clock = new AtomicLong();

    @Test
    void silenceEndsIt() {
        Patience patience = patience(1);
        pass(9);
        assertThat(patience.exhausted()).isFalse();
        pass(2);
        assertThat(patience.exhausted()).isTrue();
    }

    @Test
    void progressExtendsItButNotForEver() {
        Patience patience = patience(1);
        for (int i = 0; i < 6; i++) {
            pass(9);
            patience.progress();
        }
        assertThat(patience.exhausted()).isFalse();
        pass(7);
        assertThat(patience.exhausted()).as("61 s, more than the total").isTrue();
    }

    @Test
    void aSlowEngineGetsMoreTime() {
        Patience patience = patience(8);
        pass(79);
        assertThat(patience.exhausted()).isFalse();
        pass(2);
        assertThat(patience.exhausted()).isTrue();
        assertThat(patience.describe())
                .contains("waited for 81 s, the last 81 s of them without a sign of progress")
                .contains("it may take 480 s, and 80 s without one: 60 s and 10 s, times 8.0 for interpreter");
        assertThat(patience(1).describe()).endsWith("it may take 60 s, and 10 s without one, at native speed");
    }

    private Patience patience(double slowness) {
        return new Patience(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                new Slowness.Pace(WorkClass.INTERPRETER, slowness),
                clock::get);
    }

    private void pass(long seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
