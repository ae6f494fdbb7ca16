/**
 * Compose files as text and trees: YAML, variables, several files laid over each other. What their keys mean is the
 * concern of {@code scenario}. May use model.
 */
@NullMarked
package io.archtest.compose;

import org.jspecify.annotations.NullMarked;
