package io.archtest.model;

/**
 * A component that another one can't be parted from: both need the same engine, and so the same architecture.
 *
 * @param why what they have in common, as the Compose file says it ({@code network_mode: service:vpn})
 */
public record Colocation(ComponentName with, String why) {}
