package io.archtest.profile;

/**
 * What a run wants of a profile.
 *
 * @param memoryBytes what the components placed on it reserve; 0 if nothing is known of it
 */
public record Demand(Profile profile, long memoryBytes) {}
