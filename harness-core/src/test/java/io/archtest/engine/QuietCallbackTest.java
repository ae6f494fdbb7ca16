package io.archtest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class QuietCallbackTest {
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Closeable stream = () -> closed.set(true);
    private final QuietCallback<String> callback = new QuietCallback<>();

    @Test
    void lookingWhetherItHasEndedDoesNotEndIt() throws Exception {
        callback.onStart(stream);

        assertThat(callback.ended(Duration.ofMillis(1))).isFalse();
        assertThat(callback.ended(Duration.ofMillis(1))).as("after a look").isFalse();
        assertThat(closed).isFalse();

        callback.onComplete();
        assertThat(callback.ended(Duration.ofMillis(1))).isTrue();
        assertThat(closed).isTrue();
    }

    @Test
    void aFailureAfterTheFirstLookIsThrown() throws Exception {
        callback.onStart(stream);
        assertThat(callback.ended(Duration.ofMillis(1))).isFalse();

        callback.onError(new IllegalStateException("manifest unknown"));

        assertThatThrownBy(() -> callback.ended(Duration.ofMillis(1))).hasMessage("manifest unknown");
    }
}
