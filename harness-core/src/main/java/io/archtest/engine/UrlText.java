package io.archtest.engine;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text as part of a request's address. */
final class UrlText {
    private UrlText() {}

    /** As a path; slashes stay, as the daemon takes them in image names. */
    static String path(String text) {
        return query(text).replace("%2F", "/").replace("%3A", ":").replace("%40", "@");
    }

    /** As a query parameter's value. */
    static String query(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
