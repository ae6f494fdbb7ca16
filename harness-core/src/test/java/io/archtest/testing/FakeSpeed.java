package io.archtest.testing;

import io.archtest.engine.EngineInfo;
import io.archtest.engine.ExecResult;

/** An idle engine on which its own architecture costs a unit, and the other one ten times as much. */
final class FakeSpeed {
    private FakeSpeed() {}

    static void of(EngineInfo engine, FakeContainer container) {
        int micros = container.spec().architecture() == engine.architecture() ? 100 : 1000;
        container.answers(command -> new ExecResult(0, """
                load 0.10 0
                process-start %1$d
                interpreter %1$d
                crypto %1$d
                file-system %1$d
                network %1$d
                load 0.10 1
                """.formatted(micros), ""));
    }
}
