/** What happened, and the files that say so. May use check and all that it may use but host, and compose. */
@NullMarked
package io.archtest.report;

import org.jspecify.annotations.NullMarked;
