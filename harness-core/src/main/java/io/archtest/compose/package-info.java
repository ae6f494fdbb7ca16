/**
 * Compose files as text and trees: which files make up a project, YAML, variables, {@code extends}, {@code include}, several
 * files laid over each other. {@link io.archtest.compose.ComposeProject} makes one tree of it, in which every value knows its
 * place; {@link io.archtest.compose.Fields} takes its keys one by one. What they mean is the concern of {@code scenario}.
 * Reads files of this host and fetches nothing. May use model.
 */
@NullMarked
package io.archtest.compose;

import org.jspecify.annotations.NullMarked;
