package io.archtest.scenarios.mail;

import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.mail.CaughtMail.Hop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks what became of a mail that was to leave through Postfix. For use in checks of any scenario that has a relay and a
 * catcher behind it; whoever asks sends the mail, to an address that nothing else is sent to.
 */
public final class MailDelivery {
    /** The sender's queue, Postfix and the catcher; after an outage also Postfix' pause between attempts. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private final MailRoute route;

    public MailDelivery(MailRoute route) {
        this.route = route;
    }

    /** Sends a mail; an outcome tells why that was not possible. */
    public interface Sending {
        Optional<Outcome> send() throws Exception;
    }

    /** The mail to that address as soon as it is there; empty when time runs out. */
    public Optional<CaughtMail> await(SystemUnderTest system, String recipient) throws Exception {
        MailCatcher catcher = new MailCatcher(system, route.catcher());
        return system.await(SOON, () -> catcher.find(recipient));
    }

    /** Why there is no such mail, as far as Postfix knows. */
    public Outcome missing(SystemUnderTest system, String recipient) {
        return Outcome.failed(
                "a mail to %s at '%s'".formatted(recipient, route.catcher()),
                "none",
                log(system)
                        .lastWord(recipient)
                        .map(words -> "'%s' logged: %s".formatted(route.relay(), words))
                        .orElse("'%s' has not seen it either".formatted(route.relay())));
    }

    /** Whether it was Postfix that gave the mail to the catcher: by both servers' own words and by Postfix' log. */
    public Outcome cameThroughRelay(SystemUnderTest system, String recipient, CaughtMail mail) throws Exception {
        String relay = system.environment(route.relay(), "POSTFIX_myhostname").orElse(route.relay());
        List<Hop> hops = mail.hops();
        boolean named = hops.size() > 1
                && hops.get(0).from().equals(relay)
                && hops.get(1).by().equals(relay);
        if (!named) {
            return Outcome.failed(
                    "the last hop is from %s".formatted(relay),
                    mail.describeWay(),
                    hops.stream().noneMatch(hop -> hop.by().equals(relay))
                            ? "it was sent around '%s'".formatted(route.relay())
                            : "something between '%s' and '%s' passed it on".formatted(route.relay(), route.catcher()));
        }
        String id = hops.get(1).id();
        // the line may be written after the mail is there
        return system.await(
                                SOON,
                                () -> Optional.of(id).filter(any -> log(system).sent(id, recipient)))
                        .isPresent()
                ? Outcome.passed("%s, there as %s".formatted(mail.describeWay(), id))
                : Outcome.failed(
                        "'%s' logged that it sent %s to %s".formatted(route.relay(), id, recipient),
                        log(system).lastWord(recipient).orElse("nothing about that address"),
                        "something else calls itself " + relay);
    }

    /** Stops the catcher, has a mail sent, and looks that it waits in Postfix and arrives when the catcher is back. */
    public Outcome waitsForSmarthost(SystemUnderTest system, String recipient, Sending sending) throws Exception {
        Optional<Outcome> wrong =
                system.without(List.of(route.catcher()), () -> wrongWithout(system, recipient, sending));
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Optional<CaughtMail> mail = await(system, recipient);
        if (mail.isEmpty()) {
            return missing(system, recipient);
        }
        Outcome way = cameThroughRelay(system, recipient, mail.get());
        return way instanceof Outcome.Passed passed
                ? Outcome.passed("deferred while '%s' was down, then %s".formatted(route.catcher(), passed.evidence()))
                : way;
    }

    private Optional<Outcome> wrongWithout(SystemUnderTest system, String recipient, Sending sending) throws Exception {
        Optional<Outcome> unsent = sending.send();
        if (unsent.isPresent()) {
            return unsent;
        }
        Optional<String> status = system.await(SOON, () -> log(system).status(recipient));
        return status.equals(Optional.of("deferred"))
                ? Optional.empty()
                : Optional.of(Outcome.failed(
                        "'%s' keeps the mail while '%s' is down".formatted(route.relay(), route.catcher()),
                        status.map(word -> "status " + word).orElse("no attempt to deliver it"),
                        log(system)
                                .lastWord(recipient)
                                .map(words -> "'%s' logged: %s".formatted(route.relay(), words))
                                .orElse("'%s' has not seen it".formatted(route.relay()))));
    }

    private PostfixLog log(SystemUnderTest system) {
        return new PostfixLog(system.log(route.relay()));
    }
}
