package io.archtest.engine;

import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Hands on each layer's change of state, bytes now and then, and notes when the daemon last said anything. */
final class PullProgress extends QuietCallback<PullResponseItem> {
    /** Docker says it several times a second, for each layer. */
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private static final Set<String> DONE = Set.of("Pull complete", "Already exists");
    private static final Set<String> FETCHED = Set.of("Download complete", "Verifying Checksum", "Extracting");
    private static final Set<String> WAITING = Set.of("Pulling fs layer", "Waiting");
    private static final String FETCHING = "Downloading";

    private final Consumer<PullStatus> progress;
    private final LongSupplier nanoTime;
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private final Map<String, String> states = new LinkedHashMap<>();
    private long saidAt;
    private volatile long lastSign;
    private volatile String lastLine = "";
    private volatile String error = "";

    private record Layer(boolean done, long bytes, long total) {
        Layer fetched() {
            return new Layer(done, total, total);
        }
    }

    PullProgress(Consumer<PullStatus> progress, LongSupplier nanoTime) {
        this.progress = progress;
        this.nanoTime = nanoTime;
        this.lastSign = nanoTime.getAsLong();
        this.saidAt = lastSign;
    }

    /** What the pull failed with; empty unless it did. */
    String error() {
        return error;
    }

    String lastLine() {
        return lastLine;
    }

    Duration silent() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastSign);
    }

    @Override
    public void onNext(PullResponseItem item) {
        lastSign = nanoTime.getAsLong();
        ResponseItem.ErrorDetail detail = item.getErrorDetail();
        if (detail != null && detail.getMessage() != null) {
            error = detail.getMessage();
            return;
        }
        String status = item.getStatus();
        if (status != null) {
            say(item.getId() == null ? "" : item.getId(), status, item.getProgressDetail());
        }
    }

    private synchronized void say(String id, String status, ResponseItem.ProgressDetail detail) {
        count(id, status, detail);
        boolean fresh = !status.equals(states.put(id, status));
        if (fresh) {
            lastLine = id.isEmpty() ? status : id + ": " + status;
        }
        if (fresh || lastSign - saidAt >= BETWEEN.toNanos()) {
            saidAt = lastSign;
            progress.accept(status());
        }
    }

    private void count(String id, String status, ResponseItem.ProgressDetail detail) {
        Layer before = layers.getOrDefault(id, new Layer(false, 0, 0));
        if (DONE.contains(status)) {
            layers.put(id, new Layer(true, before.total(), before.total()));
        } else if (FETCHED.contains(status)) {
            layers.put(id, before.fetched());
        } else if (WAITING.contains(status)) {
            layers.put(id, before);
        } else if (status.equals(FETCHING)) {
            layers.put(
                    id, new Layer(false, number(detail, true, before.bytes()), number(detail, false, before.total())));
        }
    }

    /** The daemon leaves out what it doesn't know. */
    private static long number(ResponseItem.ProgressDetail detail, boolean current, long otherwise) {
        Long number = detail == null ? null : current ? detail.getCurrent() : detail.getTotal();
        return number == null || number < 0 ? otherwise : number;
    }

    private PullStatus status() {
        return new PullStatus(
                lastLine,
                layers.size(),
                (int) layers.values().stream().filter(Layer::done).count(),
                layers.values().stream().mapToLong(Layer::bytes).sum(),
                layers.values().stream().mapToLong(Layer::total).sum());
    }
}
