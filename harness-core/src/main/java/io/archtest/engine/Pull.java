package io.archtest.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import io.archtest.engine.EngineException.Reason;
import io.archtest.model.Architecture;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Pulls one image for one platform; gives up when nothing moves any more, not after a total time. */
final class Pull {
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final DockerClient client;
    private final String reference;
    private final Architecture architecture;
    private final Consumer<String> progress;

    Pull(DockerClient client, String reference, Architecture architecture, Consumer<String> progress) {
        this.client = client;
        this.reference = reference;
        this.architecture = architecture;
        this.progress = progress;
    }

    void run() {
        String what = "pull '%s' for %s".formatted(reference, architecture.platform());
        Progress callback = new Progress();
        try (callback) {
            client.pullImageCmd(withTag()).withPlatform(architecture.platform()).exec(callback);
            while (!callback.awaitCompletion(1, TimeUnit.SECONDS)) {
                if (System.nanoTime() - callback.lastMove > SILENCE.toNanos()) {
                    throw new EngineException(
                            Reason.IMAGE_UNAVAILABLE,
                            "Could not %s: nothing moved for %d s; last: %s"
                                    .formatted(what, SILENCE.toSeconds(), callback.last));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Reason.REFUSED, "Could not %s: interrupted".formatted(what), e);
        } catch (IOException | RuntimeException e) {
            throw Failures.translate(what, "its endpoint", e);
        }
        String error = callback.error;
        if (error != null) {
            throw Failures.fromMessage(what, error, new IOException(error));
        }
    }

    /** Without a tag or digest the daemon would pull every tag. */
    private String withTag() {
        boolean tagged = reference.contains("@") || reference.lastIndexOf(':') > reference.lastIndexOf('/');
        return tagged ? reference : reference + ":latest";
    }

    private final class Progress extends ResultCallback.Adapter<PullResponseItem> {
        private volatile long lastMove = System.nanoTime();
        private volatile String last = "nothing";
        private volatile @Nullable String error;

        @Override
        public void onNext(PullResponseItem item) {
            lastMove = System.nanoTime();
            if (item.getErrorDetail() != null) {
                error = item.getErrorDetail().getMessage();
            } else if (item.getStatus() != null) {
                String line = item.getId() == null ? item.getStatus() : item.getId() + " " + item.getStatus();
                if (!line.equals(last) && item.getProgressDetail() == null) {
                    progress.accept(line);
                }
                last = line;
            }
        }
    }
}
