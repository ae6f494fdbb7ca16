/** How long things took in earlier runs, and whether they take longer now. May use report and model. */
@NullMarked
package io.archtest.report.baseline;

import org.jspecify.annotations.NullMarked;
