package io.archtest.check;

import io.archtest.check.Probes.Probe;
import io.archtest.model.Outcome;
import io.archtest.scenario.CheckDeclaration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * An HTTP request and its answer. An answer alone doesn't tell who gave it, so each request by plain HTTP carries a nonce,
 * which must be seen to arrive at the component itself; by https, the certificate tells.
 */
final class HttpQuestion {
    static final String AGENT = "archtest";
    static final String NONCE = "Archtest-Nonce";

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration ARRIVAL = Duration.ofSeconds(10);

    private final CheckDeclaration.Http http;
    private final Vantages vantages;

    HttpQuestion(CheckDeclaration.Http http, Vantages vantages) {
        this.http = http;
        this.vantages = vantages;
    }

    Outcome ask(SystemUnderTest system) throws Exception {
        Duration limit = Limits.scaled(http.timeout().orElse(LIMIT), system);
        Findings findings = new Findings(vantages.redaction());
        String nonce = Nonce.next();
        Optional<Probe> witness =
                http.request().tls().isEmpty() ? Optional.of(vantages.at(http.component())) : Optional.empty();
        HttpAnswer answer;
        try {
            answer = answer(system, nonce, limit);
        } catch (NoAnswerException e) {
            findings.differs(expected(), "no answer");
            return findings.outcome("", e.reason());
        }
        judge(answer, findings);
        if (witness.isPresent() && !arrived(witness.get(), nonce)) {
            findings.differs(
                    "an answer by '%s' itself".formatted(http.component()),
                    "an answer (status %d) by somebody else: the request did not arrive at '%s' port %d"
                            .formatted(answer.status(), http.component(), http.port()));
            return findings.outcome("", "wrong peer");
        }
        return findings.outcome(
                "status %d%s, body %s".formatted(answer.status(), unverified(), findings.quoted(answer.body())), "");
    }

    private HttpAnswer answer(SystemUnderTest system, String nonce, Duration limit)
            throws NoAnswerException, IOException {
        return http.from().isPresent()
                ? HttpFromInside.ask(
                        vantages.at(http.from().get()),
                        http,
                        vantages.called(http.from().get(), http.component()),
                        nonce,
                        limit)
                : new HttpFromHost(system, http).ask(nonce, limit);
    }

    /** The request is there before its answer is; only the witness's word for it takes a moment, whatever is emulated. */
    private boolean arrived(Probe witness, String nonce) {
        Probes probes = vantages.probes();
        try {
            Awaitility.await()
                    .atMost(ARRIVAL)
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> Witness.arrivals(probes.heard(witness))
                            .getOrDefault(nonce, List.of())
                            .contains(http.port()));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private String unverified() {
        return http.request().tls().filter(tls -> !tls.verified()).isPresent()
                ? " (the certificate was not verified)"
                : "";
    }

    private String expected() {
        return "an answer with status %s"
                .formatted(String.join(" or ", http.expected().status()));
    }

    private void judge(HttpAnswer answer, Findings findings) {
        if (!http.expected().allows(answer.status())) {
            findings.differs(
                    "status %s".formatted(String.join(" or ", http.expected().status())),
                    "status %d".formatted(answer.status()));
        }
        TextJudge judge = new TextJudge(findings);
        http.expected()
                .headers()
                .forEach((name, expectation) -> judge.judge(
                        "header '%s'".formatted(name),
                        expectation,
                        Optional.ofNullable(answer.headers().get(name.toLowerCase(java.util.Locale.ROOT)))
                                .map(values -> values.stream().collect(Collectors.joining(", ")))));
        judge.judge("body", http.expected().body(), Optional.of(answer.body()));
        if (!findings.none() && !http.expected().body().any()) {
            findings.seen("body %s".formatted(findings.quoted(answer.body())));
        }
    }

    static String seconds(Duration limit) {
        return "%.1f s".formatted(limit.toMillis() / 1000.0);
    }
}
