/**
 * Who talks to whom, read out of what a Compose file says for other purposes: addresses in environments, commands, health
 * checks, configs and secrets. May use compose and model.
 */
@NullMarked
package io.archtest.inference;

import org.jspecify.annotations.NullMarked;
