/**
 * What happened, and the files that say so. May use check, environment, plan, image, engine, profile, scenario, compose and
 * model.
 */
@NullMarked
package io.archtest.report;

import org.jspecify.annotations.NullMarked;
