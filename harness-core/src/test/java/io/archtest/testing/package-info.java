/** Fakes and fixtures for the tests of all modules. */
@NullMarked
package io.archtest.testing;

import org.jspecify.annotations.NullMarked;
