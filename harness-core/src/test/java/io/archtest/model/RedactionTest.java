package io.archtest.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each form in which programs print a secret, and texts that only look like one. */
class RedactionTest {
    /** With all that any language escapes. */
    private static final String HARD = "p@ss/wörd+\"it's\" <&> $HOME\\n%1";

    private static final String EASY = "kT93vQzLp0aW";

    private static final Redaction REDACTION = new Redaction(List.of(HARD, EASY));

    @ParameterizedTest
    @ValueSource(strings = {HARD, EASY})
    void everyFormIsTakenOut(String secret) throws IOException {
        String json = new ObjectMapper().writeValueAsString(secret);
        String inner = json.substring(1, json.length() - 1);
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        List<String> forms = List.of(
                secret,
                inner,
                inner.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"),
                inner.replace("ö", "\\u00f6"),
                new ObjectMapper().writeValueAsString(json).replaceAll("^\"(\\\\\")?|(\\\\\")?\"$", ""),
                encoded,
                encoded.replace("+", "%20"),
                Pattern.compile("%..")
                        .matcher(encoded)
                        .replaceAll(code -> code.group().toLowerCase(Locale.ROOT)),
                HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)),
                secret.replace("'", "'\\''"),
                secret.replace("'", "'\"'\"'"),
                secret.replace("'", "''"),
                secret.replaceAll("[\\\\\"$`]", "\\\\$0"),
                secret.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#39;"));
        for (String form : forms) {
            assertThat(redacted("before " + form + " after"))
                    .as("the form %s", form)
                    .isEqualTo("before [secret] after");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HARD, EASY})
    void base64IsFoundWhereverTheSecretStandsInIt(String secret) {
        for (String user : List.of("", "a:", "me:", "you:", "admin:")) {
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                String encoded = encoder.encodeToString((user + secret + "\n").getBytes(StandardCharsets.UTF_8));
                String left = redacted("Authorization: Basic " + encoded);
                assertThat(left).contains("[secret]");
                // what is left may hold some bits of the first and the last character
                assertThat(left.replace("[secret]", "").length())
                        .isLessThan("Authorization: Basic ".length() + user.length() * 4 / 3 + 9);
            }
        }
    }

    @Test
    void aKeyIsTakenOutWholeAndLineByLine() {
        String key =
                "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcwggSjAgEAAoIB\nAQC7=\n-----END KEY-----\n";
        Redaction redaction = new Redaction(List.of(key));

        assertThat(redaction.of("got " + key + "!")).isEqualTo("got [secret]\n!");
        assertThat(redaction.of("{\"key\":\"" + key.replace("\n", "\\n") + "\"}"))
                .doesNotContain("MIIE", "AQEF");
        assertThat(redaction.of("line MIIEvQIBADANBgkqhkiG9w0B alone")).isEqualTo("line [secret] alone");
        assertThat(redaction.of("-----BEGIN KEY-----")).isEqualTo("-----BEGIN KEY-----");
        Redaction inJson = new Redaction(List.of("{\"private_key\": \"%s\"}".formatted(key.replace("\n", "\\n"))));
        assertThat(inJson.of(key)).doesNotContain("MIIE", "AQEF");
    }

    @Test
    void linesThatWereWrappedHideNothing() {
        assertThat(redacted("see kT93v\r\nQzLp\n0aW.")).isEqualTo("see [secret].");
        assertThat(redacted("  see kT93v\n    QzLp0aW.\n    end")).isEqualTo("  see [secret].\n    end");
        String wrapped = Base64.getMimeEncoder(8, "\n".getBytes(StandardCharsets.UTF_8))
                .encodeToString(("user:" + EASY).getBytes(StandardCharsets.UTF_8));
        assertThat(redacted(wrapped)).contains("[secret]").hasSizeLessThan(25);
    }

    @Test
    void halfOfOneIsTakenOutWhereATextWasCut() {
        assertThat(redacted("it said 'kT93vQz…'")).isEqualTo("it said '[secret]…'");
        assertThat(redacted("it said '…QzLp0aW' and more")).isEqualTo("it said '…[secret]' and more");
        assertThat(redacted("it said 'kT93vQz' and 0aW…")).isEqualTo("it said 'kT93vQz' and 0aW…");
    }

    @Test
    void neighboursAndSecretsWithinSecretsAreTakenOutToo() {
        Redaction redaction = new Redaction(List.of("abcdefgh", "efghijkl", "cdef"));

        assertThat(redaction.of("1abcdefghijkl2")).isEqualTo("1[secret]2");
        assertThat(redaction.of("1abcdefghabcdefgh2")).isEqualTo("1[secret][secret]2");
        assertThat(redaction.of("1cdef2abcdefg3")).isEqualTo("1[secret]2ab[secret]g3");
    }

    @Test
    void allElseStaysAsItIs() {
        for (String text : List.of(
                "",
                "kT93vQzLp0a",
                "KT93VQZLP0AW",
                "two\nlines\r\n\nand …",
                "[secret]",
                "a p@ss and a wörd",
                "\u0000\ud83d\ude00\ud83d")) {
            assertThat(redacted(text)).isEqualTo(text);
        }
        assertThat(new Redaction(List.of("", "  ")).of("a b")).isEqualTo("a b");
    }

    @Test
    void aStreamIsReadAcrossItsPiecesUntilItIsFlushed() throws IOException {
        StringWriter out = new StringWriter();
        AtomicReference<Redaction> known = new AtomicReference<>(Redaction.none());
        RedactingWriter writer = new RedactingWriter(out, known::get);

        writer.write("kT93vQzLp0aW is not known yet, ");
        known.set(REDACTION);
        writer.write("kT93");
        assertThat(out).hasToString("kT93vQzLp0aW is not known yet, ");
        writer.write("vQzLp0aW is; kT9");
        writer.flush();
        assertThat(out).hasToString("kT93vQzLp0aW is not known yet, [secret] is; kT9");
    }

    @Test
    void aStreamThatPeopleFollowIsHeldBackForMuchOfASecretOnly() throws IOException {
        StringWriter out = new StringWriter();
        RedactingWriter writer = new RedactingWriter(out, () -> REDACTION);

        writer.write("ends with kT9\n");
        writer.release();
        assertThat(out).hasToString("ends with kT9\n");
        writer.write("whole kT93vQzLp0aW\n");
        writer.release();
        assertThat(out).hasToString("ends with kT9\nwhole [secret]\n");
        writer.write("half kT93v\n");
        writer.release();
        assertThat(out.toString()).endsWith("half ");
        writer.write("other\n");
        writer.release();
        assertThat(out.toString()).endsWith("half kT93v\nother\n");
    }

    @Test
    void whatStandsBesideALineHidesNothing() throws IOException {
        StringWriter out = new StringWriter();
        RedactingWriter writer = new RedactingWriter(out, () -> REDACTION);

        writer.beside("12:00 ");
        writer.write("key kT93vQ");
        writer.beside("\n12:01 ");
        writer.write("zLp0aW end");
        writer.beside("\n12:02 ");
        writer.write("next");
        writer.flush();
        assertThat(out).hasToString("12:00 key [secret] end\n12:02 next");
    }

    /** As a text and as a stream, which must agree. */
    private static String redacted(String text) {
        String whole = REDACTION.of(text);
        if (!text.contains("…")) {
            StringWriter out = new StringWriter();
            try (RedactingWriter writer = new RedactingWriter(out, () -> REDACTION)) {
                for (char c : text.toCharArray()) {
                    writer.write(c);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            assertThat(out).hasToString(whole);
        }
        return whole;
    }
}
