package io.archtest.cause;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.archtest.engine.Engine;
import io.archtest.engine.EngineException;
import io.archtest.engine.Engines;
import io.archtest.model.Architecture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry on loopback refuses in each way that one can; the engine's own words on it name the cause. */
class RegistryCausesIT {
    private static final String INDEX_TYPE = "application/vnd.docker.distribution.manifest.list.v2+json";

    private static Engine engine;

    private HttpServer registry;

    @BeforeAll
    static void connect() {
        engine = Engines.connect("unix:///var/run/docker.sock");
    }

    @AfterAll
    static void disconnect() {
        engine.close();
    }

    @BeforeEach
    void open() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        registry.createContext("/v2/", exchange -> answer(exchange, 200, "application/json", "{}"));
        registry.start();
    }

    @AfterEach
    void close() {
        registry.stop(0);
    }

    @Test
    void oneThatIsNotThereIsUnreachable() {
        registry.stop(0);

        assertThat(pulling()).isEqualTo("registry-unreachable");
    }

    @Test
    void oneThatWantsALoginSaysSo() {
        refusing(401, "UNAUTHORIZED", "authentication required");

        assertThat(pulling()).isEqualTo("registry-unauthorised");
    }

    @Test
    void oneThatForbidsSaysSo() {
        refusing(403, "DENIED", "requested access to the resource is denied");

        assertThat(pulling()).isEqualTo("registry-unauthorised");
    }

    @Test
    void oneThatLimitsTheRateSaysSo() {
        refusing(429, "TOOMANYREQUESTS", "You have reached your pull rate limit.");

        assertThat(pulling()).isEqualTo("registry-rate-limited");
    }

    @Test
    void oneWithoutThatImageSaysSo() {
        refusing(404, "MANIFEST_UNKNOWN", "manifest unknown");

        assertThat(pulling()).isEqualTo("image-unknown");
    }

    @Test
    void oneWithTheImageForOthersOnlySaysSo() {
        String digest = "sha256:" + "0".repeat(64);
        String index = """
                {"schemaVersion": 2, "mediaType": "%s", "manifests": [{
                    "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "size": 10, "digest": "%s",
                    "platform": {"architecture": "s390x", "os": "linux"}}]}
                """.formatted(INDEX_TYPE, digest);
        registry.createContext("/v2/x/manifests/", exchange -> answer(exchange, 200, INDEX_TYPE, index));

        assertThat(pulling()).isEqualTo("no-image-for-platform");
    }

    /** No engine listens there at all. */
    @Test
    void anEngineThatIsNotThereIsUnreachable(@TempDir Path folder) {
        try (Engine nobody = Engines.connect("unix://" + folder.resolve("none.sock"))) {
            nobody.info();
            assertThat(nobody.answers()).isFalse();
        } catch (EngineException e) {
            assertThat(cause(e)).isEqualTo("engine-unreachable");
            return;
        }
        throw new AssertionError("an engine that isn't there said what it is");
    }

    private void refusing(int status, String code, String message) {
        String body = "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message);
        registry.createContext("/v2/x/manifests/", exchange -> answer(exchange, status, "application/json", body));
    }

    private String pulling() {
        String image = "127.0.0.1:%d/x:1".formatted(registry.getAddress().getPort());
        try {
            engine.pullImage(image, Architecture.X86_64, step -> {});
            return "pulled";
        } catch (EngineException e) {
            return cause(e);
        }
    }

    private static String cause(EngineException failure) {
        return Catalogue.recognise(Symptoms.ofEngine(failure.getMessage()))
                .map(Cause::id)
                .orElse("none: " + failure.getMessage());
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
