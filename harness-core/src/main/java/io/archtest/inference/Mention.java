package io.archtest.inference;

import java.util.Optional;

/**
 * A host that a text names, whoever it is.
 *
 * @param port absent when the text doesn't say one
 * @param implied whether the port is only what the URL's scheme usually stands for
 * @param text what was found, without anything around it that could be a secret
 */
record Mention(String host, Optional<Integer> port, boolean implied, String text) {

    static Mention address(String host, int port) {
        return new Mention(host, Optional.of(port), false, host + ":" + port);
    }

    static Mention byScheme(String scheme, String host, Optional<Integer> port) {
        return new Mention(host, port, true, scheme + "://" + host);
    }

    static Mention name(String host) {
        return new Mention(host, Optional.empty(), false, host);
    }
}
