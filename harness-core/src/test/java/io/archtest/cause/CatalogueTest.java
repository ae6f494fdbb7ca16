package io.archtest.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.ContainerFacts;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exec /usr/bin/redis-server: exec format error                                   | wrong architecture (exec format error)
            could not write to file "base/1": No space left on device                       | disk full
            PG::ConnectionBad: could not translate host name "pg" to address: Temporary failure in name resolution | name not resolved
            Error: getaddrinfo ENOTFOUND redis                                              | name not resolved
            FATAL:  password authentication failed for user "mastodon"                      | database refuses the login
            FATAL:  sorry, too many clients already                                         | database out of connections
            ERROR:  prepared statement "a1" already exists                                  | prepared statements behind a pooler
            Error: listen EADDRINUSE: address already in use :::4000                        | address already in use
            connection to server at "172.25.0.2", port 5432 failed: Connection refused      | a server it needs refuses connections
            Errno::EACCES: Permission denied @ dir_s_mkdir                                  | permission denied
            KeyError: key not found: "SECRET_KEY_BASE"                                      | a required setting is missing
            dial tcp 10.0.0.1:5432: i/o timeout                                             | a connection timed out
            """)
    void logLinesTellTheCause(String line, String name) {
        Cause cause =
                recognise(ended(1, false, ""), List.of("starting", line, "bye")).orElseThrow();

        assertThat(cause.name()).isEqualTo(name);
        assertThat(cause.evidence()).contains(line.strip());
    }

    @ParameterizedTest
    @CsvSource({
        "126, command cannot be executed",
        "127, command not found",
        "132, illegal instruction (signal 4)",
        "134, aborted (signal 6)",
        "137, killed (signal 9)",
        "139, segmentation fault (signal 11)"
    })
    void exitCodesTellTheCauseWhereNothingElseDoes(int code, String name) {
        assertThat(recognise(ended(code, false, ""), List.of()).orElseThrow().name())
                .isEqualTo(name);
    }

    @Test
    void theEnginesWordOnMemoryCountsMoreThanALogLine() {
        assertThat(recognise(ended(137, true, ""), List.of("Connection refused"))
                        .orElseThrow()
                        .name())
                .isEqualTo("killed for memory (OOM)");
    }

    /** A component that retried, and later died of something else. */
    @Test
    void whatWasOvercomeIsNotBlamedWhereALaterLineTellsMore() {
        List<String> log = List.of("db: Connection refused", "retrying", "listen: address already in use");

        assertThat(recognise(ended(1, false, ""), log).map(Cause::id)).contains("address-in-use");
    }

    @Test
    void aHintCountsNearTheEndOnly() {
        List<String> connected = Collections.nCopies(15, "serving");
        List<String> before = Stream.concat(Stream.of("Connection refused"), connected.stream())
                .toList();

        assertThat(recognise(ended(3, false, ""), before)).isEmpty();
        assertThat(recognise(ended(3, false, ""), before.subList(0, 15)).map(Cause::id))
                .contains("connection-refused");
    }

    @Test
    void whatALaterLineSaysWasOvercomeIsNoCause() {
        List<String> log =
                List.of("db:5432: Connection refused, retrying", "INFO connected to db:5432", "panic: nil map");

        assertThat(recognise(ended(2, false, ""), log)).isEmpty();
    }

    /** The server's lines that mention a connection say nothing of one that was made. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Is the server running on that host and accepting TCP/IP connections?",
                "not connected to db:5432",
                "could not listen: nobody is listening on 5432",
                "Error: was never connected to db",
                "is something listening on 5432?",
                "giving up"
            })
    void whatWasNotOvercomeStaysTheCause(String after) {
        assertThat(recognise(ended(1, false, ""), List.of("db: Connection refused", after))
                        .map(Cause::id))
                .contains("connection-refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01 INFO plugins: x86.so left out: exec format error",
                "[info] if you see 'no space left on device', raise the tmpfs",
                "level=debug msg=\"image: Read-only file system\"",
                "{\"level\":\"info\",\"msg\":\"exec format error\"}",
                "debug: certificate has expired, asking for another one"
            })
    void whatIsLoggedForInformationCountsAfterWhatIsSaidInEarnest(String line) {
        assertThat(recognise(ended(1, false, ""), List.of(line, "bind: address already in use"))
                        .map(Cause::id))
                .contains("address-in-use");
        assertThat(recognise(ended(1, false, ""), List.of(line, "db: Connection refused"))
                        .map(Cause::id))
                .contains("connection-refused");
        assertThat(recognise(ended(1, false, ""), List.of(line)))
                .as("a supervisor may log so what its child died of")
                .isPresent();
    }

    @Test
    void theEnginesOwnErrorIsQuoted() {
        Cause cause = recognise(ended(127, false, "OCI runtime said something new about redis-servr"), List.of())
                .orElseThrow();

        assertThat(cause.id()).isEqualTo("engine-refused-start");
        assertThat(cause.describe()).contains("redis-servr").contains("the engine could not start it");
    }

    @Test
    void whatIsNotKnownIsNotGuessed() {
        assertThat(recognise(ended(3, false, ""), List.of("something odd happened")))
                .isEmpty();
    }

    private static Optional<Cause> recognise(ContainerFacts facts, List<String> log) {
        return Catalogue.recognise(Symptoms.of(facts, log, false));
    }

    private static ContainerFacts ended(int exitCode, boolean oomKilled, String error) {
        return new ContainerFacts(
                "id",
                "name",
                ContainerFacts.State.EXITED,
                exitCode,
                oomKilled,
                error,
                ContainerFacts.Health.NONE,
                "",
                0,
                Optional.empty(),
                Optional.empty(),
                "sha256:0",
                List.of(),
                "/",
                Map.of(),
                Map.of());
    }
}
