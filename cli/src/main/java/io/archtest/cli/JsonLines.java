package io.archtest.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.archtest.model.Redaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One object of JSON in each line, each flushed as soon as it is whole. All but ASCII is escaped, so that no reader's character
 * set matters and no terminal obeys what is quoted; so is {@code #}, with which an old command of GitHub begins.
 */
final class JsonLines {
    /** The contract's name and version. */
    static final String SCHEMA = "archtest-progress/1";

    private final PrintWriter out;
    private final Clock clock;
    private final ObjectMapper json;
    private volatile Redaction redaction = Redaction.none();

    JsonLines(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.json = JsonMapper.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .addModule(new SimpleModule().addSerializer(String.class, new Redacting(text -> redaction.of(text))))
                .build();
        json.getFactory().setCharacterEscapes(new Inert());
    }

    /** From now on these are replaced wherever they stand. */
    void redact(Redaction secrets) {
        redaction = secrets;
    }

    /** The fields that all have; the caller adds its own, and writes it. */
    Line line(String event) {
        return new Line()
                .with("schema", SCHEMA)
                .with("event", event)
                .with("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /** An object that is being made. */
    final class Line {
        private final Map<String, Object> fields = new LinkedHashMap<>();

        private Line() {}

        /** A field without a value is left out. */
        Line with(String name, @Nullable Object value) {
            if (value != null) {
                fields.put(name, value);
            }
            return this;
        }

        void write() {
            try {
                String line = json.writeValueAsString(fields) + "\n";
                synchronized (out) {
                    out.print(line);
                    out.flush();
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Cannot write as JSON: " + fields.get("event"), e);
            }
        }
    }

    private static final class Redacting extends StdSerializer<String> {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // serializers aren't serialized
        private final UnaryOperator<String> redaction;

        Redacting(UnaryOperator<String> redaction) {
            super(String.class);
            this.redaction = redaction;
        }

        @Override
        public void serialize(String value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(redaction.apply(value));
        }
    }

    private static final class Inert extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
            codes['#'] = CharacterEscapes.ESCAPE_STANDARD;
            codes[0x7f] = CharacterEscapes.ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return null;
        }
    }
}
