package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole program in-process: exit codes and messages. */
class WrongUseTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            run nosuch                                        | No scenario 'nosuch'
            plan mastodon-stack --placement sideways          | Unknown placement 'sideways'
            plan mastodon-stack --place wbe=arm64             | No component 'wbe'
            plan mastodon-stack --place web=sparc             | Unknown architecture 'sparc'
            plan mastodon-stack --images nope                 | Unknown image source 'nope'
            plan mastodon-stack --provider nope               | Unknown provider 'nope'
            plan mastodon-stack --frobnicate                  | --frobnicate
            frobnicate                                        | frobnicate
            run                                               | No Compose file in
            plan .                                            | looked for compose.yaml
            plan -f nosuch.yaml                               | no such file
            plan cross-arch-nginx -f nosuch.yaml              | no such file
            plan cross-arch-nginx mail-relay --compose-profile x      | are about one scenario
            plan cross-arch-nginx -p No!                      | is no project name
            config mail-relay --option a=b                    | has no options; asked for
            config mastodon-stack --option queues=split       | its options: sidekiq
            plan cross-arch-nginx --env-file nosuch           | Cannot read the variables
            plan pom.xml                                      | not YAML
            plan mastodon-stack --provider colima --cpus 0 | A machine needs 1 CPU
            plan mastodon-stack --option sidekiq=many      | its values: split, combined
            up                                             | No Compose file in
            up cross-arch-nginx mail-relay                 | One stack at a time
            up cross-arch-nginx --placement default,flip   | One stack at a time
            up cross-arch-nginx --name ../x                | can't be called '../x'
            down nosuch                                    | No stack 'nosuch' is up
            plan mastodon-stack --option queues=split      | its options: sidekiq
            run cross-arch-nginx --ci jenkins              | known: auto, github, gitlab, none
            run cross-arch-nginx --shard 3/2               | no shard 3 of 2
            run cross-arch-nginx --shard 0/2               | K goes from 1 to N
            run cross-arch-nginx --shard half              | as in --shard 1/4
            run cross-arch-nginx --report-dir pom.xml      | pom.xml is no folder; make it writable, or name another folder
            run cross-arch-nginx --report-dir pom.xml/here | pom.xml is no folder
            run cross-arch-nginx --report-dir /proc/here   | No report can be written to /proc/here: cannot create a file in /proc
            run cross-arch-nginx mail-relay --report-dir /proc/here  | No report can be written to /proc/here/cross-arch-nginx
            run cross-arch-nginx --retries -1              | give 0 or more
            run cross-arch-nginx --retries many            | is not an int
            run cross-arch-nginx --durations report.json   | no --shard K/N to divide by
            run cross-arch-nginx --shard 1/2 --durations nosuch.json | no report to read: nosuch.json
            run cross-arch-nginx --shard 1/2 --durations pom.xml     | pom.xml is no report
            run cross-arch-nginx --placement flip,flip --shard 1/2   | flip is asked for twice
            run cross-arch-nginx --quiet --verbose         | --quiet and --verbose are opposites
            run cross-arch-nginx --progress fancy          | known: auto, plain, live, json
            run cross-arch-nginx --progress live           | rewrites lines, which standard output that is no terminal
            run cross-arch-nginx -q --progress json        | --quiet shows no progress
            run cross-arch-nginx --verbose --progress json | leave --verbose out
            up cross-arch-nginx -q --verbose               | --quiet and --verbose are opposites
            up cross-arch-nginx --progress json            | --progress
            report                                         | Missing required subcommand
            report merge                                   | FILE
            report merge nosuch.json                       | no report to read: nosuch.json
            report merge pom.xml                           | pom.xml is no report
            report merge src                               | no report to read: src
            """)
    void aWrongUseIsOneMessageAndExitCode2(String line, String message) {
        assertThat(run(line.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("archtest: ").contains(message).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anEngineThatDoesNotAnswerIsExitCode4WithTheCommandThatHelps() {
        assertThat(run("run", "mastodon-stack", "--engine", "unix:///nonexistent.sock"))
                .isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(err.toString())
                .contains("no Docker engine answers (there is no /nonexistent.sock)")
                .contains("archtest setup")
                .doesNotContain("\tat ");
    }

    @Test
    void helpNamesEveryCommandAndExitCode() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("run", "plan", "list", "doctor", "setup", "clean")
                .contains("70");
    }

    @Test
    void theListAndThePlanNeedNoEngine() {
        assertThat(run("list")).isZero();
        assertThat(run("plan", "mastodon-stack", "--placement", "default,flip")).isZero();
        assertThat(out.toString())
                .contains("mastodon-stack       Mastodon")
                .contains("placement flip")
                .contains("(host.docker.internal)")
                .contains("relay on the");
    }

    private int run(String... arguments) {
        return new Archtest(new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), false))
                .run(arguments);
    }
}
