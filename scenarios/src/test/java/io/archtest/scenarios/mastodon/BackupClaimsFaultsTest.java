package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.check.Check;
import io.archtest.engine.ExecResult;
import io.archtest.model.Outcome;
import io.archtest.scenarios.mastodon.PostgresRegisters.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backup that can be restored passes, and each way in which one can't fails with its name. */
class BackupClaimsFaultsTest {
    private static final String WHOLE = "a backup holds the whole database";
    private static final String RESTORED = "the backup is restored into a second PostgreSQL, row for row";
    private static final String POST = "a post is the same in the restored database, byte for byte";
    private static final String DUMP = "COPY public.statuses\n--\n-- PostgreSQL database dump complete\n--\n\n";

    private final ScriptedSystem system = new ScriptedSystem();
    private final ScriptedPostgres source = new ScriptedPostgres();
    private final ScriptedPostgres copy = new ScriptedPostgres();
    private ExecResult backup = new ExecResult(0, "backup written: /backups/archtest.sql.gz, 5021 bytes\n", "");
    private ExecResult archive = new ExecResult(0, DUMP, "");
    private ExecResult restore = new ExecResult(0, "restored\n", "");

    @BeforeEach
    void start() {
        system.commands.put("backup", List.of("sh"));
        system.commands.put("postgres-restore", List.of("postgres"));
        for (ScriptedPostgres postgres : List.of(source, copy)) {
            postgres.tables.put("public.statuses", new Table(2, "d1"));
            postgres.tables.put("public.users", new Table(3, "d2"));
            postgres.posts.put(7L, "c3a4");
        }
        copy.platform = "aarch64-unknown-linux-gnu";
        system.programs = command -> Optional.of(
                switch (command.get(0)) {
                    case "backup" -> backup;
                    case "gzip" -> archive;
                    default -> restore;
                });
    }

    @Test
    void aBackupThatIsRestoredPassesAllOfThem() throws Exception {
        assertThat(outcomes())
                .allSatisfy((claim, outcome) -> assertThat(outcome).as(claim).isInstanceOf(Outcome.Passed.class));
        assertThat(((Outcome.Passed) outcomes().get(RESTORED)).evidence())
                .isEqualTo("2 tables with 5 rows, from x86_64-pc-linux-gnu to aarch64-unknown-linux-gnu");
    }

    @Test
    void aStackWithoutBackupIsNotAskedForOne() throws Exception {
        system.commands.remove("backup");

        assertThat(outcomes().get(WHOLE)).isEqualTo(Outcome.skipped("no component [backup]"));
        assertThat(outcomes().get(RESTORED)).isEqualTo(Outcome.skipped("there is no backup"));
    }

    @Test
    void aBackupThatFailsIsQuoted() throws Exception {
        backup = new ExecResult(1, "", "backup failed: pg_dump ended with exit code 1\n");

        assertThat(failure(WHOLE).actual()).isEqualTo("exit code 1: backup failed: pg_dump ended with exit code 1");
        assertThat(outcomes().get(RESTORED)).isEqualTo(Outcome.skipped("there is no backup"));
    }

    @Test
    void anArchiveThatWasCutIsCalledTruncated() throws Exception {
        archive = new ExecResult(1, "COPY public.sta", "gzip: unexpected end of file\n");

        assertThat(failure(WHOLE).actual()).isEqualTo("truncated or damaged");
        assertThat(failure(WHOLE).cause()).contains("exit code 1: gzip: unexpected end of file");
    }

    @Test
    void aDumpThatWasCutBeforeItWasCompressedIsCalledTruncated() throws Exception {
        archive = new ExecResult(0, "COPY public.sta", "");

        assertThat(failure(WHOLE).actual()).isEqualTo("truncated: 15 characters without that line");
    }

    @Test
    void anEmptyBackupIsNoneThoughTheCommandSucceeded() throws Exception {
        archive = new ExecResult(0, "", "");

        assertThat(failure(WHOLE).actual()).isEqualTo("an archive of nothing, though the exit code is 0");
    }

    @Test
    void aRestoreThatFailsIsQuoted() throws Exception {
        restore = new ExecResult(1, "", "restore failed: psql ended with exit code 3\n");

        assertThat(failure(RESTORED).actual()).isEqualTo("exit code 1: restore failed: psql ended with exit code 3");
        assertThat(outcomes().get(POST)).isEqualTo(Outcome.skipped("the backup was not restored"));
    }

    @Test
    void aTableThatIsMissingIsNamed() throws Exception {
        copy.tables.remove("public.users");

        assertThat(failure(RESTORED).actual()).isEqualTo("table public.users is missing");
    }

    @Test
    void countsThatDifferAreNamed() throws Exception {
        copy.tables.put("public.statuses", new Table(1, "d0"));
        copy.tables.put("public.left_over", new Table(1, "d3"));

        assertThat(failure(RESTORED).actual())
                .isEqualTo("table public.left_over is not in postgres; public.statuses has 1 rows instead of 2");
    }

    @Test
    void asManyRowsButOtherOnesAreCaught() throws Exception {
        copy.tables.put("public.users", new Table(3, "d9"));

        assertThat(failure(RESTORED).actual()).isEqualTo("public.users has 3 rows, but not the same ones");
    }

    @Test
    void whatIsWrittenDuringTheBackupMayBeInItOrNot() throws Exception {
        system.programs = command -> {
            if (command.get(0).equals("backup")) {
                source.tables.put("public.statuses", new Table(4, "d4"));
            }
            return Optional.of(command.get(0).equals("gzip") ? archive : restore);
        };
        copy.tables.put("public.statuses", new Table(3, "d5"));
        assertThat(outcomes().get(RESTORED)).isInstanceOf(Outcome.Passed.class);

        source.tables.put("public.statuses", new Table(2, "d1"));
        copy.tables.put("public.statuses", new Table(5, "d5"));
        assertThat(failure(RESTORED).actual()).isEqualTo("public.statuses has 5 rows instead of 2 to 4");
    }

    @Test
    void aPostThatChangedOnTheWayIsCaught() throws Exception {
        copy.posts.put(7L, "c383");
        assertThat(failure(POST).actual()).isEqualTo("c383");

        copy.posts.clear();
        assertThat(failure(POST).actual()).isEqualTo("no such row");
    }

    @Test
    void whereNothingWasPostedNothingIsCompared() throws Exception {
        source.posts.clear();

        assertThat(outcomes().get(POST)).isEqualTo(Outcome.skipped("nothing was posted before the backup"));
    }

    private Map<String, Outcome> outcomes() throws Exception {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Check check : new BackupClaims((any, component) -> component.equals("postgres") ? source : copy).all()) {
            outcomes.put(check.name(), check.ask(system));
        }
        return outcomes;
    }

    private Outcome.Failed failure(String name) throws Exception {
        Outcome outcome = outcomes().get(name);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcome;
    }
}
