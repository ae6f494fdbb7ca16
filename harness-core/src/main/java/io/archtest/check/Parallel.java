package io.archtest.check;

import io.archtest.environment.RunningComponent;
import io.archtest.model.ArchtestException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;

/** The same work on many components, on some threads. */
final class Parallel {
    private Parallel() {}

    /** One component's part. */
    interface Work {
        void on(RunningComponent component);
    }

    /** Blocks until all is done; throws the first failure. */
    static void each(ExecutorService threads, List<RunningComponent> components, Work work) {
        List<CompletableFuture<Void>> all = components.stream()
                .map(component -> CompletableFuture.runAsync(() -> work.on(component), threads))
                .toList();
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ArchtestException known) {
                throw known;
            }
            throw e;
        }
    }
}
