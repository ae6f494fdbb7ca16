/** Fakes and fixtures for the tests of all modules; shipped as harness-core's test-jar. */
@NullMarked
package io.archtest.testing;

import org.jspecify.annotations.NullMarked;
