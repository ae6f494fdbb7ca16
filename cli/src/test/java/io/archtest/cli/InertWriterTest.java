package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InertWriterTest {
    private static final List<String> PIECES = List.of(
            ":",
            "::",
            "##",
            "#",
            "[",
            "##[",
            "]",
            "error",
            "add-mask",
            "group",
            " ",
            "\t",
            "\n",
            "\r",
            "\u00a0",
            "\ufeff",
            "\u200b",
            "x",
            "\u001b[0K",
            "section_start:1:a",
            "=");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::error::pwned",
                "  ::error::pwned",
                "\t\u00a0\u2003::add-mask::e",
                "fine\n::error title=a::pwned",
                "fine\r::error::pwned",
                "fine\r\n::stop-commands::x",
                "\ufeff::error::pwned",
                "fine ##[error]pwned",
                "##[group]pwned",
                "###[error]pwned",
                ":::error::pwned",
                "\u0000::error::pwned",
                "\u001b[31m##[error]pwned",
            })
    void noLineIsACommand(String hostile) {
        assertThat(GitHubRunner.reads(InertWriter.inert(hostile))).isEmpty();
    }

    /** Characters that a comparison may skip don't part what they stand between. */
    @ParameterizedTest
    @ValueSource(strings = {"\u00ad", "\u034f", "\ufe0f", "\u200d", "\u2060"})
    void whatCannotBeSeenHidesNoCommand(String nothing) {
        for (String hidden : List.of("%s::error::x", ":%s:error::x", "fine #%s#[error]x", "fine ##%s[error]x")) {
            String inert = InertWriter.inert(hidden.formatted(nothing));
            assertThat(GitHubRunner.reads(inert.replace(nothing, "")))
                    .as(hidden)
                    .isEmpty();
        }
    }

    /** 20000 random lines of what commands are made of; some are commands when they aren't made inert. */
    @Test
    void noMixtureIsACommand() {
        Random random = new Random(20261125);
        int commands = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            commands += GitHubRunner.reads(text.toString()).size();
            String inert = InertWriter.inert(text.toString());
            assertThat(GitHubRunner.reads(inert)).as(text.toString()).isEmpty();
            assertThat(inert).doesNotContain("\r", "\u001b");
        }
        assertThat(commands).as("the test's own bite").isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[0Ksection_start:1:x[collapsed=true]\r\u001b[0Kpwned",
                "section_end:1:archtest_1\r\u001b[0K",
            })
    void noMarkerOfGitLabSurvives(String hostile) {
        assertThat(InertWriter.inert(hostile)).doesNotContain("\r", "\u001b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[   0.0 s] run 1: std::string a::b # [x] ## y\n\nhttp://[::1]:80 is up\n",
                "a\n: b\n  c: d\n\u00e4\u20ac\ud83d\ude00",
                "",
            })
    void otherTextStaysAsItIs(String text) {
        assertThat(InertWriter.inert(text)).isEqualTo(text);
    }

    @Test
    void aCommandInPiecesIsNoneEither() {
        StringWriter log = new StringWriter();
        PrintWriter out = new PrintWriter(new InertWriter(log));
        for (char c : "::error::pwned ##[error]x".toCharArray()) {
            out.print(c);
            out.flush();
        }

        assertThat(log).hasToString(": :error::pwned ## [error]x");
    }

    @Test
    void aLineGoesOnAsAWhole() {
        StringWriter log = new StringWriter();
        PrintWriter out = new PrintWriter(new InertWriter(log));
        out.print("half");
        assertThat(log.toString()).isEmpty();
        out.print(" and half\nrest");
        assertThat(log).hasToString("half and half\n");
    }
}
