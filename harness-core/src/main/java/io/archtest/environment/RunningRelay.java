package io.archtest.environment;

import io.archtest.engine.Engine;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;

/**
 * The forwarder that carries a component's name and ports among the components of the other architecture.
 *
 * @param standsFor the component that runs on the other side
 * @param servedArchitecture the side on which it stands in
 */
public record RunningRelay(
        ComponentName standsFor, Architecture servedArchitecture, Engine engine, String containerId) {}
