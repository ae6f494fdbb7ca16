/**
 * A stand-in for Colima and Lima, for tests on hosts without them: programs that answer as the real v0.10.3 and v2.2.0 did on
 * Linux, with a second Docker daemon in a network of its own in place of a virtual machine. It emulates no machine: what an
 * arm64 one runs is executed by qemu-user, and its engine's word about the architecture is rewritten.
 *
 * <p>{@link io.archtest.testing.standin.RemoteMachine} is a second machine with Docker in the same way.
 */
@NullMarked
package io.archtest.testing.standin;

import org.jspecify.annotations.NullMarked;
