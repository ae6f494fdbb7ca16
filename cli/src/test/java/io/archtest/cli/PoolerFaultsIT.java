package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.scenarios.BuiltInScenarios;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be set up wrong around a real pgbouncer: each fault fails its own check and is named there. */
class PoolerFaultsIT {
    /** Of PostgreSQL itself: a wrong password, and more clients than it has connections. */
    private static final String MORE_CHECKS = """
                - name: a stranger is let in
                  exec:
                    component: postgres
                    command: ["sh", "-c", "PGPASSWORD=wrong psql -h postgres -U mastodon -c 'SELECT 1'"]
                - name: fifty more are served
                  exec:
                    component: postgres
                    command:
                      - sh
                      - -c
                      - export PGPASSWORD=$$POSTGRES_PASSWORD; for i in $$(seq 50); do psql -U mastodon -qAtc 'SELECT pg_sleep(10)' & done; wait; exit 1
            """;

    @TempDir
    Path folder;

    @Test
    void faultsAroundPgbouncerAreNamed() throws Exception {
        Path file = new BuiltInScenarios().extract("mastodon-stack", folder.resolve("changed"));
        String text = Files.readString(file);
        text = changed(text, "pool_mode = transaction", "pool_mode = session");
        // with web's three past it and a reserve of 5 this makes 38, of 40 less 3 for superusers
        text = changed(text, "default_pool_size = 15", "default_pool_size = 30");
        text = changed(text, "PGHOST: postgres\n      PGPORT: \"5432\"", "PGHOST: pgbouncer\n      PGPORT: \"6432\"");
        text = changed(
                text,
                "mem_reservation: 650m\n    environment: *rails-environment",
                "mem_reservation: 650m\n    environment: {<<: *rails-environment, DB_HOST: postgres, DB_PORT: \"5432\"}");
        text = changed(text, "    - class: mastodon\n", "    - class: mastodon\n" + MORE_CHECKS);
        Files.writeString(file, text);

        ArchtestProcess run =
                ArchtestProcess.start(folder, "run", file.toString(), "--images", "packaged", "--placement", "native");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.CHECK_FAILED);
        Map<String, Report.Check> failed = failed();
        assertThat(failed)
                .as(run.output())
                .containsOnlyKeys(
                        "PostgreSQL has room for all connections",
                        "pgbouncer counts the transactions of web and streaming",
                        "PostgreSQL sees Mastodon only through pgbouncer",
                        "more clients than connections are served at once",
                        "a backup holds the whole database",
                        "a stranger is let in",
                        "fifty more are served");
        assertThat(failed.get("PostgreSQL has room for all connections").expected())
                .isEqualTo("max_connections for web 3 + pgbouncer 30 + reserve 5 = 38");
        assertThat(failed.get("PostgreSQL sees Mastodon only through pgbouncer").cause())
                .isEqualTo("these go past pgbouncer: web (DB_HOST=postgres)");
        assertThat(failed.get("more clients than connections are served at once")
                        .cause())
                .startsWith("with pool_mode=session a client keeps its connection until it leaves");
        assertThat(failed.get("a backup holds the whole database").actual())
                .contains("pgbouncer:6432 is not PostgreSQL itself but a pgbouncer in front of it");
        assertThat(causes())
                .containsEntry("a stranger is let in", "database-login")
                .containsEntry("fifty more are served", "out-of-connections")
                // each says its cause itself
                .doesNotContainKeys(
                        "PostgreSQL sees Mastodon only through pgbouncer",
                        "more clients than connections are served at once");
    }

    @Test
    void preparedStatementsInTransactionPoolingAreNamed() throws Exception {
        Path file = new BuiltInScenarios().extract("mastodon-stack", folder.resolve("changed"));
        Files.writeString(
                file,
                changed(Files.readString(file), "PREPARED_STATEMENTS: \"false\"", "PREPARED_STATEMENTS: \"true\""));

        ArchtestProcess run =
                ArchtestProcess.start(folder, "run", file.toString(), "--images", "packaged", "--placement", "native");

        // the second process prepares what the first one left behind in the connection
        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.NOT_STARTED);
        assertThat(run.output())
                .contains("cause: prepared statements behind a pooler")
                .contains("prepared statement \"a1\" already exists");
        assertThat(report().runs().get(0).causes()).singleElement().satisfies(cause -> {
            assertThat(cause.id()).isEqualTo("prepared-statements");
            assertThat(cause.evidence()).contains("prepared statement \"a1\" already exists");
        });
    }

    private static String changed(String text, String what, String into) {
        assertThat(text).containsOnlyOnce(what);
        return text.replace(what, into);
    }

    private Map<String, Report.Check> failed() {
        return report().runs().get(0).checks().stream()
                .filter(check ->
                        check.verdict().equals("failed") || check.verdict().equals("errored"))
                .collect(Collectors.toMap(Report.Check::name, Function.identity()));
    }

    private Map<String, String> causes() {
        return report().runs().get(0).causes().stream()
                .collect(Collectors.toMap(Report.Cause::about, Report.Cause::id));
    }

    private Report report() {
        return new JsonReport(List.of()).read(folder.resolve("archtest-report/report.json"));
    }
}
