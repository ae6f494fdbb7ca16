/** Where engines are. May use engine, host and model. */
@NullMarked
package io.archtest.profile;

import org.jspecify.annotations.NullMarked;
