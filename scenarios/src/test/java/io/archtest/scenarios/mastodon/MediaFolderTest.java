package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.archtest.engine.ExecResult;
import io.archtest.host.Sha256;
import io.archtest.model.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Media in web's folder that a visitor doesn't get, or gets wrong. */
class MediaFolderTest {
    private static final String PLACE = "https://mastodon.test/system/media_attachments/files/1/%s/a.png";
    private static final Upload IMAGE =
            new Upload("1", URI.create(PLACE.formatted("original")), URI.create(PLACE.formatted("small")));

    private final ScriptedSystem system = new ScriptedSystem();
    private final byte[] stored = Upload.newImage();
    private byte[] sent = stored;
    private int status = 200;
    private HttpServer web;

    @BeforeEach
    void start() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/system/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "image/png");
            exchange.sendResponseHeaders(status, sent.length);
            exchange.getResponseBody().write(sent);
            exchange.close();
        });
        web.start();
        system.httpPort = web.getAddress().getPort();
        String digest = HexFormat.of().formatHex(Sha256.digest().digest(stored));
        system.whenExecuted =
                (component, words) -> Optional.of(new ExecResult(0, "%s  %s".formatted(digest, words.get(1)), ""));
    }

    @AfterEach
    void stop() {
        web.stop(0);
    }

    @Test
    void whatLiesInTheFolderIsServed() throws Exception {
        assertThat(MediaFolder.served(system, IMAGE)).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void otherBytesAreCaught() throws Exception {
        sent = new byte[] {1, 2, 3};

        assertThat(failure(IMAGE).actual()).isEqualTo("3 other bytes");
    }

    @Test
    void aFolderThatIsNotServedIsCaught() throws Exception {
        status = 404;

        assertThat(failure(IMAGE).actual()).startsWith("status 404");
    }

    @Test
    void aFileThatIsNotThereIsCaught() throws Exception {
        system.whenExecuted = (component, words) -> Optional.of(new ExecResult(1, "", "No such file"));

        assertThat(failure(IMAGE).actual()).isEqualTo("No such file");
    }

    @Test
    void aUrlOutsideTheFolderIsCaught() throws Exception {
        URI elsewhere = URI.create("https://files.mastodon.test/a.png");

        assertThat(failure(new Upload("1", elsewhere, elsewhere)).actual()).isEqualTo(elsewhere.toString());
    }

    private Outcome.Failed failure(Upload upload) throws IOException {
        Outcome outcome = MediaFolder.served(system, upload);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcome;
    }
}
