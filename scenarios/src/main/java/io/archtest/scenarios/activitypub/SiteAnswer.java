package io.archtest.scenarios.activitypub;

import java.util.Map;
import java.util.Optional;

/**
 * An answer, decompressed.
 *
 * @param headers names in lower case
 * @param problem why the body can't be read, if so
 */
record SiteAnswer(int status, Map<String, String> headers, String body, Optional<String> problem) {

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    Optional<Representation> representation() {
        return Representation.of(header("content-type"));
    }

    CacheState state() {
        return CacheState.of(headers);
    }

    boolean compressed() {
        return header("content-encoding").contains("gzip");
    }

    /** For messages. */
    String describe() {
        String location = header("location").isEmpty() ? "" : " to " + header("location");
        String type = header("content-type").isEmpty() ? "no content type" : header("content-type");
        return status >= 300 && status < 400 ? status + location : "%d %s".formatted(status, type);
    }
}
