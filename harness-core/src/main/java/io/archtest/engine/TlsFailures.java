package io.archtest.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What to do when an engine and archtest don't believe each other's certificates. */
final class TlsFailures {
    private static final String CLIENT =
            "see whether cert.pem in %s is there, has not expired, and is signed by the authority that the engine trusts (dockerd --tlscacert)";

    private TlsFailures() {}

    /** A sentence; empty for what has nothing to do with certificates. */
    static String remedy(IOException failure, Path certificates) {
        String said = chain(failure).toLowerCase(Locale.ROOT);
        // an engine that refuses a client may be gone before its reason is read
        if (containsAny(said, "broken pipe", "connection reset", "connection or outbound has closed")) {
            return "The engine ended the connection. If it runs, it does not accept the client certificate: "
                    + CLIENT.formatted(certificates);
        }
        if (!(failure instanceof SSLException)) {
            return "";
        }
        if (said.contains("received fatal alert") && containsAny(said, "certificate", "unknown_ca", "access_denied")) {
            return "The engine does not accept the client certificate: " + CLIENT.formatted(certificates);
        }
        if (containsAny(said, "notafter", "expired")) {
            return "The engine's certificate has expired; give the engine a new one (dockerd --tlscert)";
        }
        if (containsAny(
                said, "unable to find valid certification path", "path does not chain", "signature check failed")) {
            return "The engine's certificate is not signed by the authority in ca.pem of %s: either something else answers there, or the context needs the engine's own (docker context update NAME --docker host=...,ca=...,cert=...,key=...)"
                    .formatted(certificates);
        }
        if (containsAny(said, "subject alternative", "doesn't match any")) {
            return "The engine's certificate is for other names; use one of them in the context, or give the engine a certificate with this one";
        }
        return containsAny(said, "unsupported or unrecognized ssl message")
                ? "What listens there does not speak TLS; see whether the port is right (2376 is usual for TLS)"
                : "";
    }

    private static String chain(Throwable failure) {
        StringBuilder said = new StringBuilder();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            said.append(at).append('\n');
        }
        return said.toString();
    }

    private static boolean containsAny(String text, String... parts) {
        for (String part : parts) {
            if (text.contains(part)) {
                return true;
            }
        }
        return false;
    }
}
