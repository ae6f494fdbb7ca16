/** Names for what went wrong, each told by evidence: exit codes, an engine's words, logs, connections, answers to checks. */
@NullMarked
package io.archtest.cause;

import org.jspecify.annotations.NullMarked;
