/**
 * Checks of mail that leaves through a relay and is caught behind it, for scenarios and tests of their own: {@link
 * io.archtest.scenarios.mail.MailDelivery} asks whether a mail arrives, which way it came, and what becomes of it in an outage.
 */
@NullMarked
package io.archtest.scenarios.mail;

import org.jspecify.annotations.NullMarked;
