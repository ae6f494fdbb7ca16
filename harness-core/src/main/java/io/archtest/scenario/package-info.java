/** What to run and what to ask: the meaning of Compose files and their x-archtest section. May use compose, model. */
@NullMarked
package io.archtest.scenario;

import org.jspecify.annotations.NullMarked;
