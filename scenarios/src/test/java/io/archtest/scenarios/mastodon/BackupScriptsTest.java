package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.scenarios.BuiltInScenarios;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scenario's own backup and restore, with programs in place of PostgreSQL's that fail as those can. */
class BackupScriptsTest {
    private static final String COMPLETE = "CREATE TABLE t();\\n--\\n-- PostgreSQL database dump complete\\n--\\n\\n";
    private static final String NO_POOLER =
            "echo 'psql: error: FATAL:  database \"pgbouncer\" does not exist' >&2; exit 2";
    private static final String WRITES = "printf '%s' > \"${1#--file=}\"";

    @TempDir
    Path folder;

    private Path scripts;
    private Path file;

    private record Ended(int code, String output) {}

    @BeforeEach
    void start() throws IOException {
        scripts = new BuiltInScenarios()
                .extract("mastodon-stack", folder.resolve("scenario"))
                .resolveSibling("backup");
        file = folder.resolve("backup.sql.gz");
        program("psql", NO_POOLER);
        program("pg_dump", WRITES.formatted(COMPLETE));
        program("dropdb", "echo dropped >> %s/done".formatted(folder));
        program("createdb", "echo created >> %s/done".formatted(folder));
    }

    @Test
    void aCompleteDumpIsWrittenCompressed() throws Exception {
        Ended ended = run("backup.sh", file.toString());

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("backup written: " + file);
        try (GZIPInputStream dump = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(new String(dump.readAllBytes(), StandardCharsets.UTF_8)).contains("dump complete");
        }
    }

    @Test
    void anOlderClientIsRefusedAndTheRefusalIsNotHidden() throws Exception {
        program("pg_dump", "echo 'pg_dump: error: aborting because of server version mismatch' >&2; exit 1");

        assertBackupFails("server version mismatch", "pg_dump ended with exit code 1");
    }

    @Test
    void aDumpThatBreaksOffWithoutAnErrorIsIncomplete() throws Exception {
        program("pg_dump", WRITES.formatted("CREATE TABLE t();"));

        assertBackupFails("the dump is incomplete: 17 bytes without the line");
    }

    @Test
    void anEmptyDumpIsIncomplete() throws Exception {
        program("pg_dump", WRITES.formatted(""));

        assertBackupFails("the dump is incomplete: 0 bytes");
    }

    @Test
    void aBackupThroughPgbouncerIsRefused() throws Exception {
        program("psql", "echo 'psql: error: FATAL:  no such user: mastodon' >&2; exit 2");
        assertBackupFails("database.example:6432 is not PostgreSQL itself but a pgbouncer", "no such user");

        program("psql", "echo ' PgBouncer 1.18.0'");
        assertBackupFails("PgBouncer 1.18.0");
    }

    @Test
    void aWholeBackupReplacesTheDatabase() throws Exception {
        archive("CREATE TABLE t();\n-- PostgreSQL database dump complete\n");
        program("psql", "exit 0");

        Ended ended = run("restore.sh", file.toString());

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(folder.resolve("done")).hasContent("dropped\ncreated\n");
    }

    @Test
    void aBackupThatWasCutReplacesNothing() throws Exception {
        archive("CREATE TABLE t();\n-- PostgreSQL database dump complete\n".repeat(50));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 12));
        assertRestoreFails("is truncated or damaged");

        archive("CREATE TABLE t();\n");
        assertRestoreFails("is truncated: it lacks the line 'PostgreSQL database dump complete'");

        archive("");
        assertRestoreFails("is an archive of nothing");

        Files.write(file, new byte[0]);
        assertRestoreFails("is missing or empty");
    }

    @Test
    void aStatementThatFailsFailsTheRestore() throws Exception {
        archive("CREATE TABLE t();\n-- PostgreSQL database dump complete\n");
        program("psql", "echo 'ERROR:  relation \"t\" already exists' >&2; exit 3");

        Ended ended = run("restore.sh", file.toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("already exists").contains("psql ended with exit code 3");
    }

    private void assertBackupFails(String... causes) throws Exception {
        Ended ended = run("backup.sh", file.toString());
        assertThat(ended.code()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output()).contains("backup failed: ").contains(causes);
        assertThat(file).as("nothing may be taken for a backup").doesNotExist();
    }

    private void assertRestoreFails(String cause) throws Exception {
        Ended ended = run("restore.sh", file.toString());
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("restore failed: ").contains(cause);
        assertThat(folder.resolve("done")).as("the old database stays").doesNotExist();
    }

    private void archive(String text) throws IOException {
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void program(String name, String text) throws IOException {
        Path program = Files.createDirectories(folder.resolve("programs")).resolve(name);
        Files.writeString(program, "#!/bin/sh\n%s\n".formatted(text));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private Ended run(String script, String... arguments) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("sh", scripts.resolve(script).toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().merge("PATH", folder.resolve("programs").toString(), (old, own) -> own + ":" + old);
        builder.environment().put("PGHOST", "database.example");
        builder.environment().put("PGPORT", "6432");
        builder.environment().put("PGDATABASE", "mastodon_production");
        builder.environment().put("RESTORE_HOST", "restore.example");
        builder.environment().put("RESTORE_PORT", "5432");
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
