/** The words of archtest as values; uses nothing but the JDK. */
@NullMarked
package io.archtest.model;

import org.jspecify.annotations.NullMarked;
