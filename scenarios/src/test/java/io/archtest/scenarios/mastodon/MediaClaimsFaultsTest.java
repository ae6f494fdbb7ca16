package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.archtest.check.Check;
import io.archtest.engine.ExecResult;
import io.archtest.model.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scenario's real S3 server, a small web that stores there, an edge with TLS for the alias host; one fault at a time. */
class MediaClaimsFaultsTest {
    private static final String PROCESSED = "an uploaded image is processed";
    private static final String SHOWN = "a post shows its image";
    private static final String IN_BUCKET = "the image and its preview lie in the bucket";
    private static final String SERVED = "the alias host serves the image from the bucket";
    private static final String ON_DISK = "no media lie on web's own disk";
    private static final String FROM_FOLDER = "web serves the image from its folder";
    private static final String ORIGINAL = "media_attachments/files/1/original/a.png";
    private static final String SMALL = "media_attachments/files/1/small/a.png";

    @TempDir
    static Path folder;

    private static ObjectStore store;
    private static TestAuthority authority;

    private final ScriptedSystem system = new ScriptedSystem();
    private HttpServer web;
    private HttpsServer edge;
    private String fault = "";
    private String onDisk = "";

    @BeforeAll
    static void startStore() throws Exception {
        store = ObjectStore.start(folder);
        authority = TestAuthority.naming("mastodon.test, files.mastodon.test", folder);
    }

    @AfterAll
    static void stopStore() {
        store.close();
    }

    @BeforeEach
    void start() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", this::answer);
        web.start();
        edge = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        edge.setHttpsConfigurator(new HttpsConfigurator(authority.server()));
        edge.createContext("/", this::serve);
        edge.start();
        system.httpPort = web.getAddress().getPort();
        system.ports.put("edge:443", edge.getAddress().getPort());
        system.ports.put("storage:80", store.port());
        system.commands.put("edge", List.of("nginx"));
        system.commands.put("storage", List.of("s3proxy"));
        system.variables.putAll(Map.of(
                "EDGE_AUTHORITY",
                authority.authority(),
                "S3_ENABLED",
                "true",
                "S3_BUCKET",
                ObjectStore.BUCKET,
                "S3_ENDPOINT",
                "http://storage:80",
                "S3_ALIAS_HOST",
                "files.mastodon.test",
                "AWS_ACCESS_KEY_ID",
                ObjectStore.KEY,
                "AWS_SECRET_ACCESS_KEY",
                ObjectStore.SECRET));
        system.whenExecuted = (component, words) -> Optional.of(
                switch (words.get(0)) {
                    case "find" ->
                        new ExecResult(fault.equals("no folder") ? 1 : 0, onDisk, "No such file or directory");
                    default -> new ExecResult(0, "200", "");
                });
    }

    @AfterEach
    void stop() {
        web.stop(0);
        edge.stop(0);
    }

    @Test
    void aRightSetUpPassesAllOfThem() throws Exception {
        assertThat(outcomes())
                .hasSize(7)
                .containsEntry(FROM_FOLDER, Outcome.skipped("web has an S3_BUCKET: media lie there"))
                .allSatisfy((claim, outcome) -> assertThat(outcome)
                        .as(claim)
                        .isInstanceOf(claim.equals(FROM_FOLDER) ? Outcome.Skipped.class : Outcome.Passed.class));
    }

    @Test
    void anImageThatIsNotProcessedIsCaught() throws Exception {
        fault = "no preview";
        assertThat(failure(PROCESSED).actual()).isEqualTo("meta.small is ");
        fault = "no blurhash";
        assertThat(failure(PROCESSED).actual()).isEqualTo("its blurhash is ''");
        assertThat(outcomes().get(IN_BUCKET)).isEqualTo(Outcome.skipped("no image was uploaded"));
    }

    @Test
    void aMissingBucketIsNamed() throws Exception {
        system.variables.put("S3_BUCKET", "forgotten");

        assertThat(failure(IN_BUCKET).actual()).contains("bucket 'forgotten' does not exist (NoSuchBucket");
        fault = "refused upload";
        assertThat(failure(PROCESSED).actual())
                .startsWith("status 500")
                .contains("bucket 'forgotten' does not exist (NoSuchBucket");
    }

    @Test
    void wrongKeysAreNamed() throws Exception {
        system.variables.put("AWS_SECRET_ACCESS_KEY", "wrong");

        assertThat(failure(IN_BUCKET).actual())
                .contains("the keys of web are refused for bucket 'media' (SignatureDoesNotMatch");
        system.variables.put("AWS_ACCESS_KEY_ID", "stranger");
        assertThat(failure(IN_BUCKET).actual()).contains("(InvalidAccessKeyId");
    }

    @Test
    void aPreviewThatIsNotInTheBucketIsCaught() throws Exception {
        fault = "lost preview";

        assertThat(failure(IN_BUCKET))
                .satisfies(failed -> assertThat(failed.expected()).isEqualTo("'%s' in bucket 'media'".formatted(SMALL)))
                .satisfies(failed -> assertThat(failed.actual()).startsWith("no such object"));
    }

    @Test
    void anAliasHostThatLeadsElsewhereIsCaught() throws Exception {
        fault = "elsewhere";

        assertThat(failure(SERVED).actual())
                .endsWith("other bytes from files.mastodon.test: the alias host leads elsewhere");
    }

    @Test
    void anAliasHostThatHasNothingIsCaught() throws Exception {
        fault = "nothing there";

        assertThat(failure(SERVED).actual()).startsWith("status 404");
    }

    @Test
    void anImageThatMayNotBeCachedIsCaught() throws Exception {
        fault = "no cache";

        assertThat(failure(SERVED).actual()).isEqualTo("private");
    }

    @Test
    void aUrlOutsideTheAliasHostNamesTheSettingThatIsWrong() throws Exception {
        system.variables.put("S3_ENABLED", "yes");
        fault = "local";
        onDisk = "/opt/mastodon/public/system/" + ORIGINAL;

        String cause = "web keeps media on its own disk, since its S3_ENABLED is 'yes' and only 'true' counts";
        assertThat(failure(SERVED).actual())
                .isEqualTo("https://mastodon.test/system/%s; %s".formatted(ORIGINAL, cause));
        assertThat(failure(IN_BUCKET).actual()).endsWith(cause);
        assertThat(failure(ON_DISK).actual())
                .startsWith("1 files, first " + onDisk)
                .endsWith(cause);
    }

    @Test
    void mediaOnTheDiskOfWebAreCaught() throws Exception {
        onDisk = "/opt/mastodon/public/system/%s\n".formatted(ORIGINAL);

        assertThat(failure(ON_DISK).actual()).isEqualTo("1 files, first /opt/mastodon/public/system/" + ORIGINAL);
    }

    @Test
    void anEmptyDiskCountsOnlyIfTheFolderIsThere() throws Exception {
        fault = "no folder";

        assertThat(failure(ON_DISK).actual()).isEqualTo("find: exit code 1: No such file or directory");
    }

    @Test
    void aPostWithoutItsImageIsCaught() throws Exception {
        fault = "not attached";

        assertThat(failure(SHOWN).expected()).isEqualTo("status 200 with media 1 attached");
    }

    @Test
    void anAliasHostWithAPathIsNoPartOfTheKey() throws Exception {
        system.variables.put("S3_ALIAS_HOST", "storage/media");
        fault = "alias with a path";

        assertThat(outcomes().get(IN_BUCKET)).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void withoutABucketItsClaimsAreLeftUnasked() throws Exception {
        system.variables.remove("S3_BUCKET");
        system.variables.put("S3_ENABLED", "false");

        assertThat(outcomes().get(ON_DISK)).isEqualTo(Outcome.skipped("web has no S3_BUCKET: media lie in a folder"));
    }

    private Outcome.Failed failure(String claim) throws Exception {
        Outcome outcome = outcomes().get(claim);
        assertThat(outcome).as(claim).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcome;
    }

    private Map<String, Outcome> outcomes() throws Exception {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Check check : new MediaClaims(() -> Optional.of("token")).all()) {
            outcomes.put(check.name(), check.ask(system));
        }
        return outcomes;
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestURI().getPath().equals("/api/v1/statuses")) {
            String media = fault.equals("not attached") ? "" : "{\"id\": \"1\"}";
            reply(exchange, 200, "{\"media_attachments\": [%s]}".formatted(media));
            return;
        }
        store.put(ORIGINAL, Upload.newImage());
        store.put(SMALL, Upload.newImage());
        if (fault.equals("lost preview")) {
            store.delete(SMALL);
        }
        String small = fault.equals("no preview") ? "" : ", \"small\": {\"width\": 640, \"height\": 360}";
        reply(exchange, fault.equals("refused upload") ? 500 : 200, """
                {"id": "1", "type": "image", "url": "%1$s/%2$s", "preview_url": "%1$s/%3$s", "blurhash": "%4$s",
                 "meta": {"original": {"width": 960, "height": 540}%5$s}}
                """.formatted(
                        base(), ORIGINAL, SMALL, fault.equals("no blurhash") ? "" : "U23yH$kvfQ", small));
    }

    private String base() {
        return switch (fault) {
            case "local" -> "https://mastodon.test/system";
            case "alias with a path" -> "http://storage/media";
            default -> "https://files.mastodon.test";
        };
    }

    private void serve(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "image/png");
        exchange.getResponseHeaders()
                .add("Cache-Control", fault.equals("no cache") ? "private" : "public, max-age=315576000, immutable");
        byte[] bytes = fault.equals("elsewhere")
                ? Upload.newImage()
                : store.get(exchange.getRequestURI().getPath().substring(1));
        exchange.sendResponseHeaders(fault.equals("nothing there") ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
