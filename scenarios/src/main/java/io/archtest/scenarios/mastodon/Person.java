package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Somebody new, who signs up through the API as an app on a telephone does. */
final class Person {
    private final String name = "archtest"
            + HexFormat.of().toHexDigits((short) RandomGenerator.getDefault().nextInt());
    private Optional<String> token = Optional.empty();
    private boolean confirmed;

    String name() {
        return name;
    }

    String email(SystemUnderTest system) {
        return "%s@%s".formatted(name, MastodonHttp.domain(system));
    }

    /** What the instance gave at the sign-up; good for little until the account is confirmed. */
    Optional<String> token() {
        return token;
    }

    boolean confirmed() {
        return confirmed;
    }

    Outcome signUp(SystemUnderTest system) throws IOException {
        Registration registration = Registration.of(system, "web", name);
        token = registration.token();
        if (token.isEmpty()) {
            return registration.outcome();
        }
        Answer early = verifyCredentials(system);
        return early.status() == 403
                ? Outcome.passed("signed up as %s; 403 until confirmed".formatted(name))
                : Outcome.failed("status 403 before the account is confirmed", early.describe());
    }

    /** Whether the account is confirmed now, by what it may do. */
    Outcome verify(SystemUnderTest system) throws IOException {
        Answer verified = verifyCredentials(system);
        confirmed = verified.status() == 200
                && verified.json().path("username").asText().equals(name);
        return confirmed
                ? Outcome.passed("verify_credentials answers as " + name)
                : Outcome.failed("status 200 and username " + name, verified.describe());
    }

    private Answer verifyCredentials(SystemUnderTest system) throws IOException {
        return MastodonHttp.get(system, "/api/v1/accounts/verify_credentials")
                .withToken(token.orElse(""))
                .send();
    }
}
