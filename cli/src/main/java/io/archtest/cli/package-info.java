/** The {@code archtest} command: thin picocli commands over harness-core and scenarios; only {@code Main} exits. */
@NullMarked
package io.archtest.cli;

import org.jspecify.annotations.NullMarked;
