package io.archtest.environment;

import io.archtest.engine.Engine;
import io.archtest.engine.EngineException;
import io.archtest.engine.ExecResult;
import io.archtest.environment.Slowness.Pace;
import io.archtest.model.Component;
import io.archtest.model.Hook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs a service's {@code post_start} and {@code pre_stop} commands inside its container, in their order. */
final class LifecycleHooks {
    /** At native speed; they only end what would never end, since Compose sets no limit. */
    private static final Duration AFTER_START = Duration.ofMinutes(10);

    private static final Duration BEFORE_STOP = Duration.ofMinutes(1);
    private static final int SAID = 500;

    private final Component component;
    private final Engine engine;
    private final String containerId;
    private final Pace pace;

    LifecycleHooks(Component component, Engine engine, String containerId, Slowness slowness) {
        this.component = component;
        this.engine = engine;
        this.containerId = containerId;
        this.pace = slowness.pace(WorkClass.PROCESS_START);
    }

    static LifecycleHooks of(RunningComponent running, Slowness slowness) {
        return new LifecycleHooks(running.component(), running.engine(), running.containerId(), slowness);
    }

    /** @throws StartupException naming the first one that fails */
    void afterStart() {
        failure("post_start", component.settings().postStart(), AFTER_START).ifPresent(what -> {
            throw new StartupException(what);
        });
    }

    /** A sentence on the first one that fails. There is nothing to do in a container that has ended. */
    Optional<String> beforeStop() {
        List<Hook> hooks = component.settings().preStop();
        if (hooks.isEmpty() || !engine.inspectContainer(containerId).running()) {
            return Optional.empty();
        }
        return failure("pre_stop", hooks, BEFORE_STOP);
    }

    /** As if there were none after the first that fails. */
    private Optional<String> failure(String key, List<Hook> hooks, Duration limit) {
        for (int i = 0; i < hooks.size(); i++) {
            Hook hook = hooks.get(i);
            String name =
                    "%s[%d] %s of '%s' (%s)".formatted(key, i, hook.command(), component.name(), component.image());
            try {
                ExecResult result =
                        engine.run(containerId, hook, Duration.ofMillis(Math.round(limit.toMillis() * pace.factor())));
                if (!result.succeeded()) {
                    return Optional.of("%s failed with exit code %d; it said: \"%s\""
                            .formatted(name, result.exitCode(), said(result)));
                }
            } catch (EngineException e) {
                return Optional.of("%s could not be run: %s (its limit for native speed, %d s, was multiplied by %s)"
                        .formatted(name, e.getMessage(), limit.toSeconds(), pace));
            }
        }
        return Optional.empty();
    }

    private static String said(ExecResult result) {
        String all = (result.output() + result.errorOutput()).strip();
        return all.length() > SAID ? "…" + all.substring(all.length() - SAID) : all;
    }
}
