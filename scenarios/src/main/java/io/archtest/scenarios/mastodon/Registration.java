package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * A new user by the API, as an app signs one up.
 *
 * @param token the user's, if there is one now; it works as soon as the user is confirmed
 */
record Registration(Optional<String> token, Outcome outcome) {

    static Registration of(SystemUnderTest system, String component, String username) throws IOException {
        Answer app = MastodonHttp.post(
                        system,
                        component,
                        "/api/v1/apps",
                        Map.of(
                                "client_name", "archtest",
                                "redirect_uris", "urn:ietf:wg:oauth:2.0:oob",
                                "scopes", "read write follow push"))
                .send();
        if (app.status() != 200) {
            return refused("status 200 from POST /api/v1/apps", app);
        }
        Answer grant = MastodonHttp.post(
                        system,
                        component,
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
            return refused("status 200 from POST /oauth/token", grant);
        }
        return account(
                system, component, username, grant.json().path("access_token").asText());
    }

    private static Registration account(SystemUnderTest system, String component, String username, String appToken)
            throws IOException {
        Answer account = MastodonHttp.post(
                        system,
                        component,
                        "/api/v1/accounts",
                        Map.of(
                                "username", username,
                                "email", "%s@%s".formatted(username, MastodonHttp.domain(system, component)),
                                "password", "correct horse battery staple",
                                "agreement", "true",
                                "locale", "en"))
                .withToken(appToken)
                .send();
        String given = account.json().path("access_token").asText();
        if (account.status() != 200 || given.isEmpty()) {
            return refused("status 200 and a token from POST /api/v1/accounts", account);
        }
        return new Registration(Optional.of(given), Outcome.passed("signed up as " + username));
    }

    private static Registration refused(String expected, Answer actual) {
        return new Registration(Optional.empty(), Outcome.failed(expected, actual.describe()));
    }
}
