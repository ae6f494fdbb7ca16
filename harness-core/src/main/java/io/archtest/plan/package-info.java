/**
 * Decides what runs where: placements that a scenario names and those that every scenario has, what must stay together, which
 * relays that takes. Starts nothing. May use image, profile, scenario and model.
 */
@NullMarked
package io.archtest.plan;

import org.jspecify.annotations.NullMarked;
