/** What to run and what to ask: reads Compose files with their x-archtest section. May use model. */
@NullMarked
package io.archtest.scenario;

import org.jspecify.annotations.NullMarked;
