package io.archtest.report.html;

import io.archtest.model.ArchtestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Style sheet and script of the page, and the policy that lets a browser carry out these two and fetch nothing at all. */
public record Assets(String style, String script) {
    static Assets load() {
        return new Assets(text("report.css"), text("report.js"));
    }

    /** Of a {@code Content-Security-Policy}. */
    public String policy() {
        return "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src 'sha256-%s'; script-src 'sha256-%s'"
                .formatted(hash(style), hash(script));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String text(String name) {
        try (InputStream file = Assets.class.getResourceAsStream("/io/archtest/report/html/" + name)) {
            if (file == null) {
                throw new IllegalStateException("%s is missing in archtest's jar".formatted(name));
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ArchtestException("Cannot read %s of archtest's jar: %s".formatted(name, e.getMessage()), e);
        }
    }
}
