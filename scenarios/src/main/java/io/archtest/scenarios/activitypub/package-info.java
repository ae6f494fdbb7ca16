/**
 * Whether a page cache keeps apart what a negotiating site has under one URL: {@link io.archtest.scenarios.activitypub.CacheProbe}
 * asks any site, {@code activitypub-cache} is the scenario.
 */
@NullMarked
package io.archtest.scenarios.activitypub;

import org.jspecify.annotations.NullMarked;
