package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A person on one of the instances. */
final class Member {
    private final Instance instance;
    private final String username;
    private Optional<String> token = Optional.empty();
    private Optional<JsonNode> account = Optional.empty();

    Member(Instance instance, String name) {
        this.instance = instance;
        this.username = name
                + HexFormat.of()
                        .toHexDigits((short) RandomGenerator.getDefault().nextInt());
    }

    List<Check> claims() {
        return List.of(Claim.of("somebody signs up on " + instance, instance.web(), this::signUp));
    }

    private Outcome signUp(SystemUnderTest system) throws IOException {
        Outcome open = Tootctl.run(system, instance.web(), "settings", "registrations", "open");
        if (!(open instanceof Outcome.Passed)) {
            return open;
        }
        Registration registration = Registration.of(system, instance.web(), username);
        if (registration.token().isEmpty()) {
            return registration.outcome();
        }
        Outcome confirmed =
                Tootctl.run(system, instance.web(), "accounts", "modify", username, "--confirm", "--approve");
        if (!(confirmed instanceof Outcome.Passed)) {
            return confirmed;
        }
        token = registration.token();
        Answer self = get(system, "/api/v1/accounts/verify_credentials");
        if (self.status() != 200 || !self.json().path("username").asText().equals(username)) {
            return Outcome.failed("status 200 and username " + username, self.describe());
        }
        account = Optional.of(self.json());
        return Outcome.passed(address(system));
    }

    Instance instance() {
        return instance;
    }

    String username() {
        return username;
    }

    String address(SystemUnderTest system) {
        return "%s@%s".formatted(username, instance.domain(system));
    }

    /** A field of the account as its own instance shows it; empty as long as there is no account. */
    String field(String name) {
        return account.map(json -> json.path(name).asText()).orElse("");
    }

    /** Why nothing can be asked of this person, if so. */
    Optional<String> absent() {
        return account.isPresent() ? Optional.empty() : Optional.of("nobody signed up on " + instance);
    }

    Answer get(SystemUnderTest system, String path) throws IOException {
        return MastodonHttp.get(system, instance.web(), path)
                .withToken(token.orElse(""))
                .send();
    }

    Answer post(SystemUnderTest system, String path, Map<String, String> fields) throws IOException {
        return MastodonHttp.post(system, instance.web(), path, fields)
                .withToken(token.orElse(""))
                .send();
    }
}
