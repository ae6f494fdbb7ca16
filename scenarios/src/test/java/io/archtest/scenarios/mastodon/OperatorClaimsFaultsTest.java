package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.ExecResult;
import io.archtest.model.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is claimed of an operator's tootctl commands holds, and fails for the fault that it is there for. */
class OperatorClaimsFaultsTest {
    private static final String PASSWORD = "New password: 9c23420092d8e0d07771719f7b13cd4d";

    private final ScriptedSystem system = new ScriptedSystem();
    private final ScriptedPostgres postgres = new ScriptedPostgres();

    @Test
    void anOwnerWithHisRolePasses() throws Exception {
        tootctlCreates("Owner", new ExecResult(0, "OK\n%s\n".formatted(PASSWORD), ""));

        assertThat(ask("tootctl creates an owner")).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void anOwnerWithTheWrongRoleIsCaught() throws Exception {
        tootctlCreates("Moderator", new ExecResult(0, "OK\n%s\n".formatted(PASSWORD), ""));

        assertThat(failure("tootctl creates an owner").actual()).isEqualTo("role Moderator");
    }

    @Test
    void anOwnerThatIsNotInTheDatabaseIsCaught() throws Exception {
        system.programs = command -> Optional.of(new ExecResult(0, "OK\n%s\n".formatted(PASSWORD), ""));

        assertThat(failure("tootctl creates an owner").actual()).startsWith("no such user");
    }

    @Test
    void aRefusalIsQuotedWithoutAnyPassword() throws Exception {
        tootctlCreates("Owner", new ExecResult(1, PASSWORD + "\n", "Cannot find user role with that name\n"));

        assertThat(failure("tootctl creates an owner").actual())
                .isEqualTo("exit code 1: Cannot find user role with that name")
                .doesNotContain("9c234200");
    }

    @Test
    void removedMediaAreCountedInTheLastLine() throws Exception {
        String bar = "\nProgress: |====|\n";
        system.programs = command -> Optional.of(
                new ExecResult(0, bar + "Removed 0 media attachments (approx. 0 Bytes)\n", "DEPRECATION WARNING"));
        assertThat(ask("tootctl removes cached media")).isInstanceOf(Outcome.Passed.class);

        system.programs = command -> Optional.of(new ExecResult(0, bar, ""));
        assertThat(failure("tootctl removes cached media").actual()).isEqualTo("exit code 0: Progress: |====|");

        system.programs = command -> Optional.of(new ExecResult(1, "", "PG::ConnectionBad"));
        assertThat(failure("tootctl removes cached media").actual()).isEqualTo("exit code 1: PG::ConnectionBad");
    }

    private void tootctlCreates(String role, ExecResult result) {
        system.programs = command -> {
            assertThat(command).startsWith("bin/tootctl", "accounts", "create").endsWith("--role", "Owner");
            postgres.roles.put(command.get(3), role);
            return Optional.of(result);
        };
    }

    private Outcome ask(String name) throws Exception {
        return new OperatorClaims(any -> postgres)
                .all().stream()
                        .filter(claim -> claim.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .ask(system);
    }

    private Outcome.Failed failure(String name) throws Exception {
        Outcome outcome = ask(name);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcome;
    }
}
