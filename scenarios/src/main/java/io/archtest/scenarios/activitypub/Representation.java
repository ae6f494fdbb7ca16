package io.archtest.scenarios.activitypub;

import java.util.Locale;
import java.util.Optional;

/** What a site may have under one URL, and who asks for it. */
public enum Representation {
    /** An ActivityStreams object, for servers. */
    ACTIVITY("a server"),
    /** A page, for browsers. */
    PAGE("a browser");

    private final String reader;

    Representation(String reader) {
        this.reader = reader;
    }

    /** Who asks for it, for messages. */
    public String reader() {
        return reader;
    }

    public Representation other() {
        return this == ACTIVITY ? PAGE : ACTIVITY;
    }

    /** The one of this media type, parameters aside; none for any other type. */
    public static Optional<Representation> of(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/activity+json", "application/ld+json" -> Optional.of(ACTIVITY);
            case "text/html", "application/xhtml+xml" -> Optional.of(PAGE);
            default -> Optional.empty();
        };
    }

    /** Whether a body begins as this one does; a cache may keep one's headers with the other's body. */
    public boolean begins(String body) {
        return body.stripLeading().startsWith(this == ACTIVITY ? "{" : "<");
    }
}
