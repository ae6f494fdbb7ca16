package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tomitribe.auth.signatures.Algorithm;
import org.tomitribe.auth.signatures.Signature;
import org.tomitribe.auth.signatures.Signer;
import org.tomitribe.auth.signatures.SigningAlgorithm;

/** An instance with one user, as far as the checks look; every word of {@code fault} makes one thing wrong. */
final class ScriptedMember {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScriptedFediverse fediverse;
    private final String domain;
    private final KeyPair keys = ScriptedFediverse.keys();
    private final Set<String> followers = new LinkedHashSet<>();
    private final List<ObjectNode> posts = new ArrayList<>();
    private String name = "";

    ScriptedMember(ScriptedFediverse fediverse, String domain) {
        this.fediverse = fediverse;
        this.domain = domain;
    }

    void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        ObjectNode node = JSON.createObjectNode();
        switch (path) {
            case "/api/v1/apps" ->
                reply(exchange, 200, node.put("client_id", "i").put("client_secret", "s"));
            case "/oauth/token" -> reply(exchange, 200, node.put("access_token", "app"));
            case "/api/v1/accounts" -> {
                name = field(body, "username");
                reply(exchange, fault("sign-up") ? 422 : 200, node.put("access_token", "user"));
            }
            case "/api/v1/accounts/verify_credentials" -> reply(exchange, 200, account());
            case "/api/v2/search" -> search(exchange, node);
            case "/api/v1/accounts/2/follow" -> {
                if (!fault("follow")) {
                    fediverse.other(this).followers.add(address());
                }
                reply(exchange, 200, node.put("following", true));
            }
            case "/api/v1/accounts/relationships" ->
                reply(
                        exchange,
                        200,
                        JSON.createArrayNode()
                                .add(node.put(
                                        "following",
                                        fediverse.other(this).followers.contains(address()))));
            case "/api/v1/accounts/1/followers" -> followers(exchange);
            case "/api/v1/statuses" -> post(exchange, field(body, "status"));
            case "/api/v1/timelines/home" ->
                reply(
                        exchange,
                        200,
                        JSON.createArrayNode().addAll(fault("delivery") ? List.of() : fediverse.other(this).posts));
            case "/ap/users/1" -> reply(exchange, 200, actor());
            case "/inbox" -> inbox(exchange, body);
            default -> reply(exchange, 404, node);
        }
    }

    private boolean fault(String word) {
        return fediverse.fault.equals(word);
    }

    private String address() {
        return "%s@%s".formatted(name, domain);
    }

    private String uri() {
        return "https://%s/ap/users/1".formatted(domain);
    }

    private ObjectNode account() {
        return JSON.createObjectNode().put("id", "1").put("username", name).put("uri", uri());
    }

    private void search(HttpExchange exchange, ObjectNode node) throws IOException {
        ScriptedMember other = fediverse.other(this);
        ObjectNode account = JSON.createObjectNode()
                .put("id", "2")
                .put("acct", other.address())
                .put("uri", other.uri());
        node.putArray("accounts").addAll(fault("search") ? List.of() : List.of(account));
        reply(exchange, 200, node);
    }

    private void followers(HttpExchange exchange) throws IOException {
        List<ObjectNode> accounts = new ArrayList<>();
        followers.forEach(address -> accounts.add(JSON.createObjectNode().put("acct", address)));
        reply(exchange, 200, JSON.createArrayNode().addAll(fault("followers") ? List.of() : accounts));
    }

    private void post(HttpExchange exchange, String text) throws IOException {
        ObjectNode status =
                JSON.createObjectNode().put("uri", uri() + "/statuses/7").put("content", "<p>%s</p>".formatted(text));
        status.putObject("account").put("acct", address());
        posts.add(status);
        reply(exchange, 200, status);
    }

    private ObjectNode actor() {
        ObjectNode actor = JSON.createObjectNode().put("id", uri());
        String encoded = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        actor.putObject("publicKey")
                .put("id", uri() + "#main-key")
                .put("publicKeyPem", "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----".formatted(encoded));
        return actor;
    }

    private void inbox(HttpExchange exchange, String body) throws IOException {
        boolean signed = exchange.getRequestHeaders().containsKey("Signature");
        boolean good = signed ? valid(exchange, body) : fault("takes unsigned");
        if (good && signed && !fault("deaf")) {
            take(body);
        }
        if (fault("acts on all") && signed) {
            take(body);
        }
        reply(exchange, good && !fault("deaf") ? 202 : 401, JSON.createObjectNode());
    }

    private boolean valid(HttpExchange exchange, String body) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        Instant date = ZonedDateTime.parse(headers.getFirst("Date"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        boolean recent = Duration.between(date, Instant.now()).abs().toHours() < 13;
        boolean whole = headers.getFirst("Digest").equals("SHA-256=" + sha256(body));
        return (recent || fault("takes old"))
                && (whole || fault("takes changed"))
                && (byItsActor(exchange) || fault("takes other key"));
    }

    /** The claims' own reader of a signature is as good for this as another one. */
    private boolean byItsActor(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        Map<String, String> request = new LinkedHashMap<>();
        request.put("method", "POST");
        request.put("target", exchange.getRequestURI().getPath());
        for (String header : List.of("Host", "Date", "Digest", "Signature")) {
            request.put(header.toLowerCase(java.util.Locale.ROOT), headers.getFirst(header));
        }
        SignedLine line = new SignedLine(JSON.valueToTree(request));
        String actor = fediverse.files.get(
                "/srv/actors/users/" + line.keyId().replaceFirst(".*/", "").replaceFirst("#.*", ""));
        try {
            return line.fault(JSON.readTree(actor).at("/publicKey/publicKeyPem").asText())
                    .isEmpty();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private void take(String body) throws IOException {
        String actor = JSON.readTree(body).path("actor").asText();
        String follower = actor.replaceFirst(".*/", "");
        followers.add(follower + "@c.test");
        if (!fault("silent")) {
            fediverse.logs.get("edge-c").add(answerTo(follower));
        }
    }

    private String answerTo(String follower) throws IOException {
        KeyPair key = fault("signs with another key") ? ScriptedFediverse.keys() : keys;
        List<String> covered = fault("signs the date only")
                ? List.of("date")
                : List.of("(request-target)", "host", "date", "digest", "content-type");
        String path = "/users/%s/inbox".formatted(follower);
        Map<String, String> headers = Map.of(
                "Host", "c.test", "Date", "now", "Digest", "SHA-256=x", "Content-Type", "application/activity+json");
        String keyId = (fault("signs as another") ? "https://c.test/users/" + follower : uri()) + "#main-key";
        Signature form = new Signature(keyId, SigningAlgorithm.RSA_SHA256, Algorithm.RSA_SHA256, null, null, covered);
        JsonNode line = JSON.createObjectNode()
                .put("archtest", "request")
                .put("method", "POST")
                .put("target", path)
                .put("host", "c.test")
                .put("date", "now")
                .put("digest", "SHA-256=x")
                .put("type", "application/activity+json")
                .put(
                        "signature",
                        fault("does not sign")
                                ? ""
                                : new Signer(key.getPrivate(), form)
                                        .sign("post", path, headers)
                                        .toParamString());
        return line.toString();
    }

    private static String sha256(String text) throws IOException {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String field(String form, String name) {
        String value = form.replaceAll(".*(?:^|&)%s=([^&]*).*".formatted(name), "$1");
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    private static void reply(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
