package io.archtest.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Redaction;
import io.archtest.model.WholeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** {@code report.json}: the source of all other reports. The run's secrets never get into it. */
public final class JsonReport {
    private final ObjectMapper json;

    /** @param secrets texts to be replaced wherever they stand */
    public JsonReport(Collection<String> secrets) {
        SimpleModule redaction = new SimpleModule().addSerializer(String.class, new Redacting(new Redaction(secrets)));
        this.json = new ObjectMapper()
                .registerModule(redaction)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** The report with secrets replaced, as it would stand in the file. */
    public Report redacted(Report report) {
        try {
            return json.treeToValue(json.readTree(json.writeValueAsBytes(report)), Report.class);
        } catch (IOException e) {
            throw new UncheckedIOException("A report can't be written as JSON", e);
        }
    }

    /** Writes the file and returns the report as it stands there, secrets replaced. */
    public Report write(Report report, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            WholeFile.write(file, json.writeValueAsBytes(report));
            return read(file);
        } catch (IOException e) {
            throw new ArchtestException(
                    "Cannot write the report %s: %s; name another folder with --report-dir"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /**
     * Reads one that this or an older version wrote.
     *
     * @throws InvalidRequestException when the file isn't one
     */
    public Report read(Path file) {
        try {
            JsonNode tree = json.readTree(file.toFile());
            if (tree.isMissingNode()) {
                throw new InvalidRequestException("%s is empty, so no report".formatted(file));
            }
            String schema = tree.path("schema").asText("none");
            if (!schema.equals(Report.SCHEMA)) {
                throw new InvalidRequestException(
                        "%s is no report that this archtest reads: its schema is '%s', not '%s'"
                                .formatted(file, schema, Report.SCHEMA));
            }
            return json.treeToValue(tree, Report.class);
        } catch (FileNotFoundException e) {
            throw new InvalidRequestException("There is no report to read: " + e.getMessage());
        } catch (JacksonException e) {
            throw new InvalidRequestException("%s is no report: %s".formatted(file, e.getOriginalMessage()));
        } catch (IOException e) {
            throw new InvalidRequestException("Cannot read the report %s: %s".formatted(file, e.getMessage()));
        }
    }

    private static final class Redacting extends StdSerializer<String> {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // serializers aren't serialized
        private final Redaction redaction;

        Redacting(Redaction redaction) {
            super(String.class);
            this.redaction = redaction;
        }

        @Override
        public void serialize(String value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(redaction.of(value));
        }
    }
}
