/** The checks of the Mastodon scenarios, written against the documented behaviour of Mastodon 4.6. */
@NullMarked
package io.archtest.scenarios.mastodon;

import org.jspecify.annotations.NullMarked;
