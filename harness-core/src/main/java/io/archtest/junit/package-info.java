/** The JUnit Jupiter extension: stacks for test classes. Sits on top of {@code run}; nothing else in core sees JUnit. */
@NullMarked
package io.archtest.junit;

import org.jspecify.annotations.NullMarked;
