package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.tomitribe.auth.signatures.Algorithm;
import org.tomitribe.auth.signatures.Signature;
import org.tomitribe.auth.signatures.Signer;
import org.tomitribe.auth.signatures.SigningAlgorithm;

/**
 * Somebody on a server that runs no Mastodon: edge-c serves the actor's document and says by webfinger that it is its own; the
 * key stays here. Signs with a library that shares nothing with the instances.
 */
final class ThirdActor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String EDGE = "edge-c";
    private static final String DOMAIN = "c.test";
    private static final List<String> SIGNED = List.of("(request-target)", "host", "date", "digest");

    /** RFC 9110, section 5.6.7; Java's own form writes one digit for the first days of a month. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final String name;
    private final KeyPair keys;

    ThirdActor(String name, KeyPair keys) {
        this.name = name
                + HexFormat.of()
                        .toHexDigits((short) RandomGenerator.getDefault().nextInt());
        this.keys = keys;
    }

    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    KeyPair keys() {
        return keys;
    }

    String address() {
        return "%s@%s".formatted(name, DOMAIN);
    }

    String uri() {
        return "https://%s/users/%s".formatted(DOMAIN, name);
    }

    String inboxPath() {
        return "/users/%s/inbox".formatted(name);
    }

    /** Makes the actor known to the world. */
    void publish(SystemUnderTest system) {
        write(system, "/srv/actors/users/" + name, document());
        write(system, "/srv/actors/webfinger/" + name, finger());
    }

    private static void write(SystemUnderTest system, String path, ObjectNode content) {
        String encoded = Base64.getEncoder().encodeToString(content.toString().getBytes(StandardCharsets.UTF_8));
        String script = "mkdir -p \"${2%/*}\" && printf %s \"$1\" | base64 -d >\"$2\"";
        ExecResult result = system.exec(EDGE, LIMIT, "sh", "-c", script, "sh", encoded, path);
        if (!result.succeeded()) {
            throw new IllegalStateException(
                    "%s could not be written in %s: %s".formatted(path, EDGE, result.errorOutput()));
        }
    }

    private ObjectNode document() {
        ObjectNode actor = JSON.createObjectNode();
        actor.putArray("@context").add("https://www.w3.org/ns/activitystreams").add("https://w3id.org/security/v1");
        actor.put("id", uri());
        actor.put("type", "Person");
        actor.put("preferredUsername", name);
        actor.put("name", "archtest's actor, made for one run");
        actor.put("inbox", "https://%s%s".formatted(DOMAIN, inboxPath()));
        actor.put("outbox", uri() + "/outbox");
        actor.put("url", uri());
        ObjectNode key = actor.putObject("publicKey");
        key.put("id", keyId());
        key.put("owner", uri());
        key.put("publicKeyPem", pem(keys.getPublic()));
        return actor;
    }

    private ObjectNode finger() {
        ObjectNode finger = JSON.createObjectNode();
        finger.put("subject", "acct:" + address());
        ObjectNode self = finger.putArray("links").addObject();
        self.put("rel", "self");
        self.put("type", "application/activity+json");
        self.put("href", uri());
        return finger;
    }

    private String keyId() {
        return uri() + "#main-key";
    }

    private static String pem(PublicKey key) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n".formatted(base64);
    }

    /** A request to follow somebody. */
    String follow(String target) {
        ObjectNode follow = JSON.createObjectNode();
        follow.put("@context", "https://www.w3.org/ns/activitystreams");
        follow.put(
                "id",
                "%s#follows/%s"
                        .formatted(
                                uri(),
                                HexFormat.of()
                                        .toHexDigits(
                                                RandomGenerator.getDefault().nextLong())));
        follow.put("type", "Follow");
        follow.put("actor", uri());
        follow.put("object", target);
        return follow.toString();
    }

    /**
     * The headers of a POST that this actor signs.
     *
     * @param key the actor's own private key, unless the signature is to be wrong
     */
    Map<String, String> sign(KeyPair key, String host, String path, String body, Instant at) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", host);
        headers.put("Date", DATE.format(at.atOffset(ZoneOffset.UTC)));
        headers.put("Digest", "SHA-256=" + sha256(body));
        Signature form = new Signature(keyId(), SigningAlgorithm.RSA_SHA256, Algorithm.RSA_SHA256, null, null, SIGNED);
        headers.put(
                "Signature",
                new Signer(key.getPrivate(), form).sign("post", path, headers).toParamString());
        return headers;
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
