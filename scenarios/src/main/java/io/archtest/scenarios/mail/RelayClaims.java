package io.archtest.scenarios.mail;

import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import io.archtest.scenarios.mail.MailSender.Sent;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A relay takes the mails that it is there for, and only those, passes them on, and keeps them while it can't. Where not even
 * the first mail arrives nothing more is asked.
 */
final class RelayClaims {
    private final MailRoute route;
    private final MailDelivery delivery;
    private final MailSender sender;
    private final String recipient = address("first");
    private Optional<CaughtMail> arrived = Optional.empty();

    RelayClaims(MailRoute route, String sender) {
        this.route = route;
        this.delivery = new MailDelivery(route);
        this.sender = new MailSender(sender, route);
    }

    List<Check> all() {
        return List.of(
                Claim.of("a mail arrives at the smarthost with its text", route.catcher(), this::arrives),
                Claim.of("it came by way of Postfix", route.relay(), this::way).unless(this::nothingArrived),
                Claim.of("a sender of a foreign domain is refused", route.relay(), this::foreignSender)
                        .unless(this::nothingArrived),
                Claim.of(
                                "without the smarthost a mail waits in Postfix, and arrives when it is back",
                                route.relay(),
                                this::outage)
                        .unless(this::nothingArrived));
    }

    private Outcome arrives(SystemUnderTest system) throws Exception {
        String text = "archtest " + random();
        Sent sent = sender.send(system, own(system), recipient, text);
        if (sent.refusal().isPresent()) {
            return refused(sent);
        }
        arrived = delivery.await(system, recipient);
        if (arrived.isEmpty()) {
            return delivery.missing(system, recipient);
        }
        return arrived.get().text().strip().equals(text)
                ? Outcome.passed("'%s'".formatted(text))
                : Outcome.failed(
                        "text '%s'".formatted(text),
                        "text '%s'".formatted(arrived.get().text()));
    }

    private Outcome way(SystemUnderTest system) throws Exception {
        return delivery.cameThroughRelay(system, recipient, arrived.orElseThrow());
    }

    /** That the mail doesn't arrive is certain only when one that was sent later has. */
    private Outcome foreignSender(SystemUnderTest system) throws Exception {
        String unwanted = address("unwanted");
        Sent foreign = sender.send(system, "somebody@foreign.invalid", unwanted, "unwanted");
        if (foreign.refusal().isEmpty()) {
            return Outcome.failed(
                    "a mail from somebody@foreign.invalid is refused",
                    "accepted",
                    "'%s' relays for everybody; it should for ALLOWED_SENDER_DOMAINS '%s'"
                            .formatted(route.relay(), domains(system)));
        }
        if (!foreign.refusal().get().startsWith("5")) {
            return Outcome.failed(
                    "refused for good, with 5xx", foreign.refusal().get());
        }
        String later = address("later");
        Sent own = sender.send(system, own(system), later, "wanted");
        if (own.refusal().isPresent()) {
            return refused(own);
        }
        if (delivery.await(system, later).isEmpty()) {
            return delivery.missing(system, later);
        }
        return new MailCatcher(system, route.catcher()).find(unwanted).isEmpty()
                ? Outcome.passed(foreign.refusal().get())
                : Outcome.failed("the refused mail does not arrive", "it did");
    }

    private Outcome outage(SystemUnderTest system) throws Exception {
        String waiting = address("waiting");
        return delivery.waitsForSmarthost(system, waiting, () -> {
            Sent sent = sender.send(system, own(system), waiting, "patience");
            return sent.refusal().isPresent() ? Optional.of(refused(sent)) : Optional.empty();
        });
    }

    private Outcome refused(Sent sent) {
        return Outcome.failed(
                "'%s' takes the mail".formatted(route.relay()), sent.refusal().orElse(""));
    }

    private String own(SystemUnderTest system) {
        return "archtest@" + domains(system).split("[ ,]", 2)[0];
    }

    private String domains(SystemUnderTest system) {
        return system.environment(route.relay(), "ALLOWED_SENDER_DOMAINS")
                .orElseThrow(() -> new IllegalStateException(
                        "component '%s' has no ALLOWED_SENDER_DOMAINS".formatted(route.relay())));
    }

    private Optional<String> nothingArrived() {
        return arrived.isPresent() ? Optional.empty() : Optional.of("nothing arrived");
    }

    private static String address(String name) {
        return "%s-%s@elsewhere.test".formatted(name, random());
    }

    private static String random() {
        return HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());
    }
}
