package io.archtest.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.stream.Collectors;

/** What is wrong with a file of JSON, for whoever wrote or edited it: where, and not in terms of Java. */
public final class JsonFault {
    private JsonFault() {}

    /** Half a sentence without the file's name. */
    public static String reason(JacksonException e) {
        return place(e) + what(e);
    }

    private static String what(JacksonException e) {
        if (e instanceof ValueInstantiationException refused) {
            Throwable cause = refused.getCause();
            // what the records of plain data say when a field that all have isn't there
            return cause == null || cause.getMessage() == null || cause instanceof NullPointerException
                    ? "something that must be there is missing"
                    : cause.getMessage();
        }
        // Jackson explains here why it doesn't name the file; the message does
        return e.getOriginalMessage().replaceAll("\\[Source: [^;\\]]*; (line: \\d+, column: \\d+)\\]", "$1");
    }

    private static String place(JacksonException e) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step ->
                                step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                        .collect(Collectors.joining())
                : "";
        return path.isEmpty() ? "" : "in %s: ".formatted(path.startsWith(".") ? path.substring(1) : path);
    }
}
