package io.archtest.check;

import java.util.List;
import java.util.Map;

/**
 * The last answer to a request, after the redirects that were followed.
 *
 * @param headers by name in lower case
 */
record HttpAnswer(int status, Map<String, List<String>> headers, String body) {
    HttpAnswer {
        headers = Map.copyOf(headers);
    }
}
