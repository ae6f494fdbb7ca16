package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;

/** One of several instances in a scenario, by the suffix of its components. */
record Instance(String suffix) {
    String web() {
        return "web-" + suffix;
    }

    String sidekiq() {
        return "sidekiq-" + suffix;
    }

    String redis() {
        return "redis-" + suffix;
    }

    String edge() {
        return "edge-" + suffix;
    }

    String domain(SystemUnderTest system) {
        return MastodonHttp.domain(system, web());
    }

    /** For names of claims, which are made before there is a system. */
    @Override
    public String toString() {
        return "instance " + suffix;
    }
}
