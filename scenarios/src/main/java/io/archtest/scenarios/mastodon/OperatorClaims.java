package io.archtest.scenarios.mastodon;

import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** What an operator runs once (create the owner) and every week (remove copies of others' media), by tootctl. */
final class OperatorClaims {
    /** Each call starts Rails, which takes a few seconds natively. */
    private static final Duration TOOTCTL = Duration.ofMinutes(2);

    private static final Pattern PASSWORD = Pattern.compile("(?m)^New password: [0-9a-f]{32}$");
    private static final Pattern REMOVED = Pattern.compile("(?m)^Removed \\d+ media attachments \\(approx\\. .+\\)$");

    private final Function<SystemUnderTest, PostgresRegisters> postgres;

    OperatorClaims(Function<SystemUnderTest, PostgresRegisters> postgres) {
        this.postgres = postgres;
    }

    List<Check> all() {
        return List.of(
                Claim.of("tootctl creates an owner", "web", this::owner),
                Claim.of("tootctl removes cached media", "web", OperatorClaims::media));
    }

    private Outcome owner(SystemUnderTest system) {
        // "owner" and "admin" themselves are reserved names
        String name = "boss"
                + HexFormat.of()
                        .toHexDigits((short) RandomGenerator.getDefault().nextInt());
        ExecResult result = system.exec(
                "web",
                TOOTCTL,
                "bin/tootctl",
                "accounts",
                "create",
                name,
                "--email",
                "%s@%s".formatted(name, MastodonHttp.domain(system)),
                "--confirmed",
                "--approve",
                "--role",
                "Owner");
        if (!result.succeeded() || !PASSWORD.matcher(result.output()).find()) {
            return Outcome.failed("exit code 0 and a new password", described(result));
        }
        try (PostgresRegisters registers = postgres.apply(system)) {
            Optional<String> role = registers.roleOf(name);
            return role.equals(Optional.of("Owner"))
                    ? Outcome.passed("%s is confirmed, approved and Owner".formatted(name))
                    : Outcome.failed(
                            "user %s, confirmed, approved, with role Owner".formatted(name),
                            role.map("role "::concat).orElse("no such user, or without a role"));
        }
    }

    private static Outcome media(SystemUnderTest system) {
        ExecResult result = system.exec("web", TOOTCTL, "bin/tootctl", "media", "remove");
        return result.succeeded() && REMOVED.matcher(result.output()).find()
                ? Outcome.passed(described(result))
                : Outcome.failed("exit code 0 and 'Removed N media attachments'", described(result));
    }

    /** The last line says what came of it; the ones before may hold a progress bar. A password is not for reports. */
    private static String described(ExecResult result) {
        String output = PASSWORD.matcher(result.output() + result.errorOutput()).replaceAll("New password: [secret]");
        return "exit code %d: %s"
                .formatted(
                        result.exitCode(),
                        output.lines()
                                .filter(line -> !line.isBlank())
                                .reduce((first, second) -> second)
                                .orElse("no output"));
    }
}
