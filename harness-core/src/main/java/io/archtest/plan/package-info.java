/** Decides what runs where, and starts nothing. May use profile, scenario and model. */
@NullMarked
package io.archtest.plan;

import org.jspecify.annotations.NullMarked;
