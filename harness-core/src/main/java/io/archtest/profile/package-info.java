/** Where engines are. May use model and host. */
@NullMarked
package io.archtest.profile;

import org.jspecify.annotations.NullMarked;
