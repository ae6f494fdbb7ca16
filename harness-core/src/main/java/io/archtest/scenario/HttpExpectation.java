package io.archtest.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What must be true of an answer: all of it at once.
 *
 * @param status codes, or classes such as {@code 2xx}; one of them
 */
public record HttpExpectation(List<String> status, Map<String, TextExpectation> headers, TextExpectation body) {
    public HttpExpectation {
        status = List.copyOf(status);
        headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    public boolean allows(int code) {
        return status.stream()
                .anyMatch(word ->
                        word.endsWith("xx") ? word.charAt(0) - '0' == code / 100 : Integer.parseInt(word) == code);
    }
}
