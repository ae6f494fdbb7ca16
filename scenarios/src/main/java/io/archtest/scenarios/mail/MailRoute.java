package io.archtest.scenarios.mail;

/**
 * The way that mail takes through a stack.
 *
 * @param relay the component with Postfix
 * @param relayPort where it takes mail
 * @param catcher the component behind it that keeps what arrives, with Mailpit's API
 */
public record MailRoute(String relay, int relayPort, String catcher) {
    /** As the scenarios here name them; the port is that of the image {@code boky/postfix}. */
    public static final MailRoute USUAL = new MailRoute("postfix", 587, "mailpit");
}
