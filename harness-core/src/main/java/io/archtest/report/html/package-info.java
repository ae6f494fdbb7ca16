/**
 * What {@code report.html} shows, arranged for the templates in {@code src/main/jte}. May use what {@code report} may, and
 * that.
 */
@NullMarked
package io.archtest.report.html;

import org.jspecify.annotations.NullMarked;
