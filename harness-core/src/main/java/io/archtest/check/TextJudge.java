package io.archtest.check;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.archtest.scenario.TextExpectation;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** Compares a text with what is expected of it. */
final class TextJudge {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);

    private final Findings findings;

    TextJudge(Findings findings) {
        this.findings = findings;
    }

    /**
     * Notes all differences.
     *
     * @param what the text is, for messages
     * @param found absent when there is no such text
     */
    void judge(String what, TextExpectation expected, Optional<String> found) {
        if (expected.exists().equals(Optional.of(false))) {
            found.ifPresent(
                    text -> findings.differs("no %s".formatted(what), "%s %s".formatted(what, findings.quoted(text))));
            return;
        }
        if (found.isEmpty()) {
            if (expected.any()) {
                findings.differs(described(what, expected), "no %s".formatted(what));
            }
            return;
        }
        String text = found.get();
        String actual = "%s %s".formatted(what, findings.quoted(text));
        expected.equal()
                .filter(wanted -> !trimmed(wanted).equals(trimmed(text)))
                .ifPresent(wanted -> findings.differs("%s equal to '%s'".formatted(what, wanted), actual));
        expected.contains().stream()
                .filter(part -> !text.contains(part))
                .forEach(part -> findings.differs("%s with '%s'".formatted(what, part), actual));
        expected.patterns().stream()
                .filter(pattern -> !Pattern.compile(pattern).matcher(text).find())
                .forEach(pattern -> findings.differs("%s that matches /%s/".formatted(what, pattern), actual));
        expected.absent().forEach(pattern -> absent(what, pattern, text));
        if (!expected.pointers().isEmpty()) {
            pointers(what, expected, text);
        }
    }

    private static String described(String what, TextExpectation expected) {
        return expected.equal()
                .map(wanted -> "%s equal to '%s'".formatted(what, wanted))
                .or(() -> expected.contains().stream().findFirst().map(part -> "%s with '%s'".formatted(what, part)))
                .or(() -> expected.patterns().stream()
                        .findFirst()
                        .map(pattern -> "%s that matches /%s/".formatted(what, pattern)))
                .orElse(what);
    }

    private void absent(String what, String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (matcher.find()) {
            findings.differs(
                    "%s that doesn't match /%s/".formatted(what, pattern),
                    "%s %s".formatted(what, findings.quotedAt(text, matcher.start())));
        }
    }

    private void pointers(String what, TextExpectation expected, String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            findings.differs(
                    "%s that is JSON".formatted(what),
                    "%s %s, which is none: %s".formatted(what, findings.quoted(text), e.getOriginalMessage()));
            return;
        }
        for (TextExpectation.Pointer pointer : expected.pointers()) {
            JsonNode node = root.at(JsonPointer.compile(pointer.pointer()));
            pointer("%s at '%s'".formatted(what, pointer.pointer()), pointer, node);
        }
    }

    private void pointer(String what, TextExpectation.Pointer pointer, JsonNode node) {
        if (node.isMissingNode()) {
            if (pointer.value().exists().orElse(true)) {
                findings.differs(described("a value of the " + what, pointer.value()), "nothing of the " + what);
            }
            return;
        }
        String type = node.getNodeType().name().toLowerCase(Locale.ROOT);
        pointer.type()
                .filter(wanted -> !wanted.equals(type))
                .ifPresent(wanted -> findings.differs(
                        "%s of type %s".formatted(what, wanted), "%s of type %s".formatted(what, type)));
        String text = node.isValueNode() ? node.asText() : node.toString();
        TextExpectation value = pointer.value();
        boolean same = value.equal().map(wanted -> same(node, wanted)).orElse(false);
        judge(what, same ? withoutEqual(value) : value, Optional.of(text));
    }

    private static TextExpectation withoutEqual(TextExpectation value) {
        return new TextExpectation(
                Optional.empty(), value.contains(), value.patterns(), value.absent(), value.exists(), value.pointers());
    }

    /** 1 is 1.0, and objects don't care for the order of their members. */
    private static boolean same(JsonNode node, String wanted) {
        try {
            if (node.isNumber()) {
                return node.decimalValue().compareTo(new BigDecimal(wanted)) == 0;
            }
            return node.isContainerNode() && JSON.readTree(wanted).equals(node);
        } catch (NumberFormatException | JsonProcessingException e) {
            return false; // then it is another text
        }
    }

    /** Line breaks at the end don't count, as in a shell's {@code $(...)}. */
    private static String trimmed(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }
}
