package io.archtest.profile;

import io.archtest.model.Architecture;

/**
 * A named place for one architecture.
 *
 * @param provider {@code docker} (or {@code colima})
 * @param endpoint of its engine, {@code unix:///...} or {@code tcp://...}; two profiles may share one
 */
public record Profile(String name, String provider, Architecture architecture, String endpoint) {}
