/** Named questions to a running environment, and their outcomes. May use environment and all that it may use. */
@NullMarked
package io.archtest.check;

import org.jspecify.annotations.NullMarked;
