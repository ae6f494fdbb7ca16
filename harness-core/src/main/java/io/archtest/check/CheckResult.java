package io.archtest.check;

import io.archtest.model.ComponentName;
import io.archtest.model.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * A check with its answer.
 *
 * @param group {@code architecture}, {@code connectivity}, {@code isolation}, {@code health} or {@code scenario}
 */
public record CheckResult(
        String group, String name, Optional<ComponentName> component, Outcome outcome, Duration duration) {}
