/** Starts and stops a stack over its engines. May use plan, image, engine, profile, scenario, host and model. */
@NullMarked
package io.archtest.environment;

import org.jspecify.annotations.NullMarked;
