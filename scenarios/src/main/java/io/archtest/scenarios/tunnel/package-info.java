/** What only code can ask of a tunnel: whether streams pass, and whether there is no other way in. */
@NullMarked
package io.archtest.scenarios.tunnel;

import org.jspecify.annotations.NullMarked;
