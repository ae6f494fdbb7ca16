@NullMarked
package io.archtest.report.baseline;

import org.jspecify.annotations.NullMarked;
