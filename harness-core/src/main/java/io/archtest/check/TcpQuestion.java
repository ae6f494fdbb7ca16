package io.archtest.check;

import io.archtest.environment.Environment;
import io.archtest.model.Component;
import io.archtest.model.Outcome;
import io.archtest.scenario.CheckDeclaration;
import io.archtest.scenario.TextExpectation;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** A TCP connection that must answer, must stay open, or must not come about. */
final class TcpQuestion {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** How long a connection is watched for being closed at once when nothing else is expected. */
    private static final Duration OPEN = Duration.ofMillis(500);

    private static final int MAX_BYTES = 64 * 1024;

    private final CheckDeclaration.Tcp tcp;
    private final Vantages vantages;

    TcpQuestion(CheckDeclaration.Tcp tcp, Vantages vantages) {
        this.tcp = tcp;
        this.vantages = vantages;
    }

    Outcome ask(SystemUnderTest system) throws IOException {
        Duration limit = Limits.scaled(tcp.timeout().orElse(LIMIT), system);
        Findings findings = new Findings(vantages.redaction());
        vantages.requireRunning(tcp.to());
        boolean plain = !tcp.refused() && !tcp.answer().any();
        Talk talk = talk(system, this::satisfied, plain ? Limits.scaled(OPEN, system) : limit);
        return tcp.refused() ? refused(talk, findings, limit) : answered(talk, findings, limit);
    }

    private Talk talk(SystemUnderTest system, Predicate<Talk> enough, Duration limit) throws IOException {
        if (tcp.from().isPresent()) {
            return TalkFromInside.talk(
                    vantages.at(atTarget() ? tcp.to() : tcp.from().get()),
                    atTarget()
                            ? owner().name().value()
                            : vantages.called(tcp.from().get(), tcp.to()),
                    tcp.port(),
                    tcp.send(),
                    enough,
                    limit,
                    MAX_BYTES);
        }
        SystemUnderTest.Endpoint endpoint = system.endpoint(tcp.to().value(), tcp.port());
        return TalkFromHost.talk(endpoint, tcp.send(), enough, limit, MAX_BYTES);
    }

    /** In whose network the target is. */
    private Component owner() {
        Environment environment = vantages.environment();
        return environment
                .component(environment.component(tcp.to()).component().namespace())
                .component();
    }

    /**
     * Whether a refusal is looked for in the target's own network: a relay has the declared ports only, and would refuse any
     * other one whoever listens there.
     */
    private boolean atTarget() {
        if (!tcp.refused() || tcp.from().isEmpty()) {
            return false;
        }
        Environment environment = vantages.environment();
        Component from = environment.component(tcp.from().get()).component();
        return environment.placement().of(from.name())
                        != environment.placement().of(tcp.to())
                && from.sharesNetworkWith(owner())
                && !owner().ports().contains(tcp.port());
    }

    /** Whether more can't change the answer; what must be absent can still come. */
    private boolean satisfied(Talk talk) {
        if (tcp.refused()) {
            return !talk.text().isEmpty();
        }
        TextExpectation answer = tcp.answer();
        if (!answer.any()) {
            return !talk.text().isEmpty();
        }
        if (talk.text().isEmpty() || !answer.absent().isEmpty()) {
            return false;
        }
        Findings findings = new Findings(vantages.redaction());
        new TextJudge(findings).judge("answer", answer, Optional.of(talk.text()));
        return findings.none();
    }

    private Outcome answered(Talk talk, Findings findings, Duration limit) {
        if (!talk.connected()) {
            findings.differs(wanted(), "%s (%s)".formatted(talk.outcome(), talk.detail()));
            return findings.outcome("", "");
        }
        if (talk.closedAtOnce()) {
            findings.differs(wanted(), "a connection that was closed without a word");
            return findings.outcome("", "nobody listens behind the published port or relay, or the server hung up");
        }
        new TextJudge(findings).judge("answer", tcp.answer(), Optional.of(talk.text()));
        String ended = talk.end().equals("timeout") ? "no more came within " + HttpQuestion.seconds(limit) : "";
        return findings.outcome(
                talk.text().isEmpty() ? "connected" : "answered " + findings.quoted(talk.text()), ended);
    }

    private String wanted() {
        return "a connection to '%s' port %d%s"
                .formatted(tcp.to(), tcp.port(), tcp.answer().any() ? " that answers" : "");
    }

    private Outcome refused(Talk talk, Findings findings, Duration limit) {
        String wanted = "no connection to '%s' port %d".formatted(tcp.to(), tcp.port());
        boolean behindProxy = talk.closedAtOnce() && forwarded();
        switch (talk.outcome()) {
            case "refused", "reset", "no-route", "dns" -> {
                String where = atTarget()
                        ? ", asked in the network of '%s', since no relay has that port".formatted(tcp.to())
                        : "";
                return findings.outcome("%s (%s)%s".formatted(talk.outcome(), talk.detail(), where), "");
            }
            case "connected" -> {
                if (!behindProxy) {
                    findings.differs(
                            wanted,
                            talk.text().isEmpty()
                                    ? "connected"
                                    : "connected, answered " + findings.quoted(talk.text()));
                }
            }
            // an overloaded server is silent too, so silence is no refusal
            default ->
                findings.differs(
                        wanted,
                        "neither refused nor accepted within %s (%s)"
                                .formatted(HttpQuestion.seconds(limit), talk.outcome()));
        }
        return findings.outcome("closed without a word by what forwards to '%s'".formatted(tcp.to()), "");
    }

    /** Whether somebody in between accepts connections before it knows whether the target does. */
    private boolean forwarded() {
        if (atTarget()) {
            return false;
        }
        return tcp.from().isEmpty()
                || vantages.environment()
                        .relayBetween(tcp.from().get(), owner().name())
                        .isPresent();
    }
}
