/** Finds, pulls or builds the image of a component for one architecture. May use engine, scenario, host and model. */
@NullMarked
package io.archtest.image;

import org.jspecify.annotations.NullMarked;
