package io.archtest.report.html;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.archtest.report.Report;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text from outside as it really is: what a browser would obey or hide instead of showing it (control characters, escape
 * sequences, marks that turn the direction of writing, characters without a width) is spelled out. Escaping for HTML is the
 * templates' business.
 */
public final class Visible {
    /** Colours and the like, which programs write for terminals: they carry no text. */
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;:]*m");

    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}&&[^\n\t]]|\\p{Cf}|\\p{Cs}|[\u2028\u2029]");

    private static final ObjectMapper COPY = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .registerModule(new SimpleModule()
                    .addSerializer(String.class, new InValues())
                    .addKeySerializer(String.class, new InNames()));

    private Visible() {}

    /** One text. */
    public static String of(String text) {
        // most texts of a large report, by far
        if (text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return text;
        }
        Matcher hidden = HIDDEN.matcher(text.replace("\r\n", "\n"));
        return hidden.replaceAll(
                found -> Matcher.quoteReplacement(spelled(found.group().codePointAt(0))));
    }

    /** What a program wrote: as {@link #of}, without colours, and a lone carriage return begins a line. */
    static String log(String text) {
        return of(
                COLOURS.matcher(text.replace("\r\n", "\n").replace('\r', '\n')).replaceAll(""));
    }

    /** All texts of a report. */
    static Report of(Report report) {
        return COPY.convertValue(report, Report.class);
    }

    /** Control characters have pictures of their own; others are named by their number. */
    private static String spelled(int c) {
        if (c < 0x20) {
            return Character.toString(0x2400 + c);
        }
        return c == 0x7f ? "\u2421" : String.format(Locale.ROOT, "\u27e8U+%04X\u27e9", c);
    }

    private static final class InValues extends JsonSerializer<String> {
        @Override
        public void serialize(String value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(of(value));
        }
    }

    private static final class InNames extends JsonSerializer<String> {
        @Override
        public void serialize(String value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeFieldName(of(value));
        }
    }
}
