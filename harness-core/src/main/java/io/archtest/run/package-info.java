/** Carries out a plan: environment, checks, report. May use everything below it. */
@NullMarked
package io.archtest.run;

import org.jspecify.annotations.NullMarked;
