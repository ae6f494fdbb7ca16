/** Which CI jobs run scenarios, on which machines, and why others can't. May use plan, profile, scenario, engine, image and model. */
@NullMarked
package io.archtest.matrix;

import org.jspecify.annotations.NullMarked;
