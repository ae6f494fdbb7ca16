package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
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
        Answer app = MastodonHttp.post(
                        system,
                        "/api/v1/apps",
                        Map.of(
                                "client_name", "archtest",
                                "redirect_uris", "urn:ietf:wg:oauth:2.0:oob",
                                "scopes", "read write follow push"))
                .send();
        if (app.status() != 200) {
            return Outcome.failed("status 200 from POST /api/v1/apps", app.describe());
        }
        Answer grant = MastodonHttp.post(
                        system,
                        "/oauth/token",
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                app.json().path("client_id").asText(),
                                "client_secret",
                                app.json().path("client_secret").asText(),
                                "scope",
                                "read write"))
                .send();
        if (grant.status() != 200) {
            return Outcome.failed("status 200 from POST /oauth/token", grant.describe());
        }
        return register(system, grant.json().path("access_token").asText());
    }

    private Outcome register(SystemUnderTest system, String appToken) throws IOException {
        Answer account = MastodonHttp.post(
                        system,
                        "/api/v1/accounts",
                        Map.of(
                                "username", name,
                                "email", email(system),
                                "password", "correct horse battery staple",
                                "agreement", "true",
                                "locale", "en"))
                .withToken(appToken)
                .send();
        String given = account.json().path("access_token").asText();
        if (account.status() != 200 || given.isEmpty()) {
            return Outcome.failed("status 200 and a token from POST /api/v1/accounts", account.describe());
        }
        token = Optional.of(given);
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
