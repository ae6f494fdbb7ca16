package io.archtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Outcome;
import io.archtest.model.Redaction;
import io.archtest.scenario.TextExpectation;
import io.archtest.scenario.TextExpectation.Pointer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to expect something of a text, met and missed. */
class TextJudgeTest {
    private static final String DOCUMENT =
            "{\"items\":[{\"name\":\"a/b\",\"price\":1.50,\"new\":true,\"old\":null}],\"a/b\":{\"m~n\":\"x\"},\"tags\":[1,2]}";

    @Test
    void eachKindOfExpectationIsMetOrNamesWhatWasExpectedAndFound() {
        TextExpectation all = new TextExpectation(
                Optional.of("hello world"),
                List.of("lo wo"),
                List.of("^hel+o"),
                List.of("bye"),
                Optional.empty(),
                List.of());

        assertThat(judged(all, "hello world\n")).isInstanceOf(Outcome.Passed.class);
        assertThat(judged(all, "goodbye"))
                .isEqualTo(Outcome.failed(
                        "body equal to 'hello world'; body with 'lo wo'; body that matches /^hel+o/; body that doesn't match /bye/",
                        "body 'goodbye'"));
    }

    @ParameterizedTest
    @CsvSource({
        "/items/0/name, a/b",
        "/items/0/price, 1.5",
        "/items/0/new, true",
        "/items/0/old, null",
        "/a~1b/m~0n, x",
        "/tags, '[1, 2]'"
    })
    void aPointerFindsAValueOfAnyType(String pointer, String value) {
        assertThat(judged(json(pointer, TextExpectation.equalTo(value)), DOCUMENT))
                .isInstanceOf(Outcome.Passed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/items/0/name, b, body at '/items/0/name' 'a/b'",
        "/items/0/price, 1.6, body at '/items/0/price' '1.50'",
        "/tags, '[2, 1]', 'body at ''/tags'' ''[1,2]'''",
        "/items/1/name, a, nothing of the body at '/items/1/name'"
    })
    void aValueThatDiffersAndOneThatIsMissingAreNamed(String pointer, String value, String actual) {
        assertThat(judged(json(pointer, TextExpectation.equalTo(value)), DOCUMENT))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.expected()).contains("at '%s' equal to '%s'".formatted(pointer, value));
                    assertThat(failed.actual()).isEqualTo(actual);
                });
    }

    @Test
    void typesAndExistenceAreTold() {
        TextExpectation missing =
                new TextExpectation(Optional.empty(), List.of(), List.of(), List.of(), Optional.of(false), List.of());
        Pointer number = new Pointer("/items/0/price", Optional.of("string"), TextExpectation.none());

        assertThat(judged(json("/nothing", missing), DOCUMENT)).isInstanceOf(Outcome.Passed.class);
        assertThat(judged(json("/tags", missing), DOCUMENT))
                .isEqualTo(Outcome.failed("no body at '/tags'", "body at '/tags' '[1,2]'"));
        assertThat(judged(json(number), DOCUMENT))
                .isEqualTo(Outcome.failed(
                        "body at '/items/0/price' of type string", "body at '/items/0/price' of type number"));
    }

    @Test
    void whatIsNoJsonIsSaidToBeNone() {
        assertThat(judged(json("/a", TextExpectation.equalTo("1")), "<html>"))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.expected()).isEqualTo("body that is JSON");
                    assertThat(failed.actual()).startsWith("body '<html>', which is none: Unexpected character");
                });
    }

    @Test
    void whatMayBeMissingIsJudgedByExists() {
        TextExpectation missing =
                new TextExpectation(Optional.empty(), List.of(), List.of(), List.of(), Optional.of(false), List.of());

        assertThat(judged(missing, Optional.empty())).isInstanceOf(Outcome.Passed.class);
        assertThat(judged(missing, Optional.of("x"))).isEqualTo(Outcome.failed("no body", "body 'x'"));
        assertThat(judged(TextExpectation.equalTo("x"), Optional.empty()))
                .isEqualTo(Outcome.failed("body equal to 'x'", "no body"));
    }

    /** Cutting first would leave half a secret, which nobody recognises as one. */
    @Test
    void secretsAreTakenOutBeforeATextIsShortened() {
        String text = "x".repeat(290) + "s3cr3t-of-this-run" + "y".repeat(100);

        Outcome outcome = judged(TextExpectation.containing("s3cr3t-of-this-run!"), text);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.expected()).isEqualTo("body with '[secret]!'");
            assertThat(failed.actual()).contains("x[secret]yy…").doesNotContain("s3cr3t");
        });
    }

    /** A backtracking engine would need longer than the universe lasts. */
    @Test
    void aPatternThatIsACatastropheElsewhereIsAnswered() {
        TextExpectation evil = new TextExpectation(
                Optional.empty(), List.of(), List.of("(a+)+$"), List.of(), Optional.empty(), List.of());

        assertThat(judged(evil, "a".repeat(50_000) + "!")).isInstanceOf(Outcome.Failed.class);
    }

    private Outcome judged(TextExpectation expected, String text) {
        return judged(expected, Optional.of(text));
    }

    private Outcome judged(TextExpectation expected, Optional<String> text) {
        Findings all = new Findings(new Redaction(List.of("s3cr3t-of-this-run")));
        new TextJudge(all).judge("body", expected, text);
        return all.outcome("fine", "");
    }

    private static TextExpectation json(String pointer, TextExpectation value) {
        return json(new Pointer(pointer, Optional.empty(), value));
    }

    private static TextExpectation json(Pointer pointer) {
        return new TextExpectation(
                Optional.empty(), List.of(), List.of(), List.of(), Optional.empty(), List.of(pointer));
    }
}
