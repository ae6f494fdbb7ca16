package io.archtest.scenarios.mastodon;

import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import io.archtest.scenarios.mail.CaughtMail;
import io.archtest.scenarios.mail.MailDelivery;
import io.archtest.scenarios.mail.MailRoute;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signing up makes a mail go from web through Sidekiq's queue mailers and Postfix to the smarthost, and the link in it
 * confirms the account. A stack without a catcher leaves these claims unasked.
 */
final class MailClaims {
    private final MailRoute route;
    private final MailDelivery delivery;
    private final Person user;
    private Optional<String> link = Optional.empty();

    /** @param user has signed up when the first claim is put to the test */
    MailClaims(MailRoute route, Person user) {
        this.route = route;
        this.delivery = new MailDelivery(route);
        this.user = user;
    }

    List<Check> all() {
        return List.of(
                Claim.of("the confirmation mail arrives through Postfix", route.relay(), this::arrives)
                        .unless(this::noToken),
                Claim.of("the link in the mail confirms the account", "web", this::confirms)
                        .unless(this::noLink));
    }

    /** Opt-in, like all outages. */
    List<Check> outages() {
        return List.of(Claim.of(
                        "without the smarthost a sign-up's mail waits in Postfix, and arrives when it is back",
                        route.relay(),
                        this::waits)
                .tagged(OutageClaims.TAG));
    }

    private Outcome arrives(SystemUnderTest system) throws Exception {
        if (!system.components().contains(route.catcher())) {
            return noCatcher();
        }
        String recipient = user.email(system);
        Optional<CaughtMail> arrived = delivery.await(system, recipient);
        if (arrived.isEmpty()) {
            return delivery.missing(system, recipient);
        }
        CaughtMail mail = arrived.get();
        String sender = system.environment("web", "SMTP_FROM_ADDRESS").orElse("");
        if (!sender.contains(mail.from()) || mail.from().isEmpty()) {
            return Outcome.failed("From: " + sender, "From: " + mail.from());
        }
        link = linkIn(system, mail);
        return link.isPresent()
                ? delivery.cameThroughRelay(system, recipient, mail)
                : Outcome.failed("a link to https://%s/auth/confirmation".formatted(domain(system)), mail.text());
    }

    /** The address without scheme and name, since web is asked where it is reached from here. */
    private static Optional<String> linkIn(SystemUnderTest system, CaughtMail mail) {
        Matcher found = Pattern.compile("https://%s(/auth/confirmation\\?confirmation_token=[^\\s\"<>]+)"
                        .formatted(Pattern.quote(domain(system))))
                .matcher(mail.text());
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private Outcome confirms(SystemUnderTest system) throws Exception {
        Answer followed = MastodonHttp.get(system, link.orElseThrow())
                .with("Accept", "text/html")
                .send();
        Outcome verified = user.verify(system);
        return verified instanceof Outcome.Failed failed
                ? Outcome.failed(
                        failed.expected(),
                        failed.actual(),
                        "the link in the mail was answered with %s".formatted(followed.describe()))
                : Outcome.passed("403 before, 200 after; the link answers with status " + followed.status());
    }

    private Outcome waits(SystemUnderTest system) throws Exception {
        if (!system.components().contains(route.catcher())) {
            return noCatcher();
        }
        Person patient = new Person();
        return delivery.waitsForSmarthost(
                system,
                patient.email(system),
                () -> Optional.of(patient.signUp(system)).filter(outcome -> !(outcome instanceof Outcome.Passed)));
    }

    private static String domain(SystemUnderTest system) {
        return system.environment("web", "WEB_DOMAIN").orElseGet(() -> MastodonHttp.domain(system));
    }

    private Outcome noCatcher() {
        return Outcome.skipped("no component '%s' to look at mails".formatted(route.catcher()));
    }

    private Optional<String> noToken() {
        return user.token().isPresent() ? Optional.empty() : Optional.of("no user signed up");
    }

    private Optional<String> noLink() {
        return link.isPresent() ? Optional.empty() : Optional.of("no link arrived");
    }
}
