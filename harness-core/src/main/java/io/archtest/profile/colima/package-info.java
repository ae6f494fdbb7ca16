/** Profiles that are Colima's virtual machines: the only place that starts {@code colima} and {@code limactl}. */
@NullMarked
package io.archtest.profile.colima;

import org.jspecify.annotations.NullMarked;
