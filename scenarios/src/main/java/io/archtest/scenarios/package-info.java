/** The scenarios that ship with archtest: Compose files and what belongs to them as resources, their checks as Java. */
@NullMarked
package io.archtest.scenarios;

import org.jspecify.annotations.NullMarked;
