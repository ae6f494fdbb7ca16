/**
 * What to run and what to ask: the meaning of Compose files and their x-archtest section. {@link
 * io.archtest.scenario.AttributeSupport} lists what of the Compose Specification isn't carried out. May use inference, compose
 * and model.
 */
@NullMarked
package io.archtest.scenario;

import org.jspecify.annotations.NullMarked;
