package io.archtest.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A registry on loopback, where engines use plain HTTP: manifests, indexes and configs in the shapes of the OCI image and
 * distribution specifications 1.1 and of Docker's schema 2, token authentication, refusals, and silence.
 */
public final class StandInRegistry implements AutoCloseable {
    private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    private static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
    private static final String TOKEN = "a-token-for-reading";

    private final HttpServer server;
    private final PlainOnly front;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch silence = new CountDownLatch(1);
    private volatile String login = "";

    private record Answer(int status, String type, String body) {}

    public StandInRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            front = new PlainOnly(server.getAddress());
        } catch (IOException e) {
            throw new IllegalStateException("no port on loopback", e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Its name as the first part of an image's. */
    public String host() {
        return "127.0.0.1:%d".formatted(front.port());
    }

    /** What it was asked for so far: method and path. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** From now on it answers to those only who have got a token by this name and password. */
    public StandInRegistry wantsLogin(String user, String password) {
        login = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** An index with an image for each platform ({@code os/architecture[/variant]}); returns the whole reference. */
    public String index(String image, boolean oci, String... platforms) {
        String manifests = Stream.of(platforms)
                .map(platform -> {
                    String[] parts = platform.split("/");
                    String manifest = manifest(image, oci, parts[0], parts[1]);
                    return """
                            {"mediaType":"%s","size":%d,"digest":"%s","platform":{"architecture":"%s","os":"%s"%s}}""".formatted(
                                    oci ? OCI_MANIFEST : DOCKER_MANIFEST,
                                    manifest.length(),
                                    digest(manifest),
                                    parts[1],
                                    parts[0],
                                    parts.length > 2 ? ",\"variant\":\"%s\"".formatted(parts[2]) : "");
                })
                .collect(Collectors.joining(","));
        String type = oci ? OCI_INDEX : DOCKER_LIST;
        return tag(
                image,
                type,
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}".formatted(type, manifests));
    }

    /** An image without an index; only its config says for what it is. */
    public String single(String image, boolean oci, String os, String architecture) {
        return tag(image, oci ? OCI_MANIFEST : DOCKER_MANIFEST, manifest(image, oci, os, architecture));
    }

    /** Such as 404, 403 or 429, in the words of the specification. */
    public String refusing(String image, int status, String code) {
        answers.put(
                "/v2/%s/manifests/1".formatted(image),
                new Answer(
                        status,
                        "application/json",
                        "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}"
                                .formatted(code, code.toLowerCase(Locale.ROOT))));
        return reference(image);
    }

    /** One that is never answered for. */
    public String silent(String image) {
        answers.put("/v2/%s/manifests/1".formatted(image), new Answer(0, "", ""));
        return reference(image);
    }

    private String manifest(String image, boolean oci, String os, String architecture) {
        String config =
                "{\"architecture\":\"%s\",\"os\":\"%s\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
                        .formatted(architecture, os);
        answers.put(
                "/v2/%s/blobs/%s".formatted(image, digest(config)),
                new Answer(200, "application/octet-stream", config));
        String type = oci ? OCI_MANIFEST : DOCKER_MANIFEST;
        String manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","size":%d,"digest":"%s"},"layers":[]}""".formatted(type, oci ? OCI_CONFIG : DOCKER_CONFIG, config.length(), digest(config));
        answers.put("/v2/%s/manifests/%s".formatted(image, digest(manifest)), new Answer(200, type, manifest));
        return manifest;
    }

    private String tag(String image, String type, String body) {
        answers.put("/v2/%s/manifests/1".formatted(image), new Answer(200, type, body));
        answers.put("/v2/%s/manifests/%s".formatted(image, digest(body)), new Answer(200, type, body));
        return reference(image);
    }

    private String reference(String image) {
        return "%s/%s:1".formatted(host(), image);
    }

    private static String digest(String text) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add("%s %s".formatted(exchange.getRequestMethod(), path));
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (path.equals("/token")) {
            boolean known = authorization.equals(login);
            send(
                    exchange,
                    known ? new Answer(200, "application/json", "{\"token\":\"%s\"}".formatted(TOKEN)) : denied());
        } else if (!login.isEmpty() && !authorization.equals("Bearer " + TOKEN)) {
            exchange.getResponseHeaders()
                    .add("WWW-Authenticate", "Bearer realm=\"http://%s/token\",service=\"stand-in\"".formatted(host()));
            send(exchange, denied());
        } else if (path.equals("/v2/")) {
            send(exchange, new Answer(200, "application/json", "{}"));
        } else {
            send(
                    exchange,
                    answers.getOrDefault(
                            path,
                            new Answer(
                                    404,
                                    "application/json",
                                    "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}")));
        }
    }

    private static Answer denied() {
        return new Answer(
                401,
                "application/json",
                "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\"}]}");
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        if (answer.status() == 0) {
            awaitEnd();
            exchange.close();
            return;
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        exchange.getResponseHeaders().add("Docker-Distribution-Api-Version", "registry/2.0");
        exchange.getResponseHeaders().add("Docker-Content-Digest", digest(answer.body()));
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private void awaitEnd() {
        try {
            silence.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        silence.countDown();
        front.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
