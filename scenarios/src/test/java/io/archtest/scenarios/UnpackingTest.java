package io.archtest.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.run.ScenarioFiles;
import io.archtest.scenario.Scenario;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnpackingTest {
    private static final int THREADS = 8;

    @Test
    void severalThreadsMayAskForScenariosAtTheSameTime() throws Exception {
        CyclicBarrier together = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (ScenarioFiles files = new ScenarioFiles(Map.of())) {
            Callable<Scenario> asking = () -> {
                together.await();
                return files.scenario("cross-arch-nginx", Map.of()).get();
            };
            List<Future<Scenario>> answers = threads.invokeAll(
                    IntStream.range(0, THREADS).mapToObj(any -> asking).toList());
            for (Future<Scenario> answer : answers) {
                assertThat(answer.get().name()).isEqualTo("cross-arch-nginx");
            }
            assertThat(files.names()).isEqualTo(new BuiltInScenarios().names());
        } finally {
            threads.shutdownNow();
        }
    }
}
