/**
 * Who talks to whom, read out of what a Compose file says for other purposes: addresses in environments, commands, health
 * checks, configs, secrets and links. Which of them may fail a run is decided here; which ports of images relays carry
 * besides, in {@code plan}. Reads no file by itself. May use compose and model.
 */
@NullMarked
package io.archtest.inference;

import org.jspecify.annotations.NullMarked;
