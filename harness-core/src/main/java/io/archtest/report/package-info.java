/** What happened, and the files that say so. May use check, plan, scenario and model. */
@NullMarked
package io.archtest.report;

import org.jspecify.annotations.NullMarked;
