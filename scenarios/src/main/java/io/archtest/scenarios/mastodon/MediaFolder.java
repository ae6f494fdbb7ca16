package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import io.archtest.host.Sha256;
import io.archtest.model.Outcome;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;

/** Where media lie without a bucket, and what web serves from there. */
final class MediaFolder {
    static final String PATH = "/opt/mastodon/public/system";

    private static final String SERVED_AS = "/system/";
    private static final Duration LOOK = Duration.ofSeconds(20);

    private MediaFolder() {}

    /** What a visitor gets must be what lies in the folder, byte for byte. */
    static Outcome served(SystemUnderTest system, Upload upload) throws IOException {
        for (URI file : upload.files()) {
            if (!file.getPath().startsWith(SERVED_AS)) {
                return Outcome.failed("a URL with path %s...".formatted(SERVED_AS), file.toString());
            }
            String path = "%s/%s".formatted(PATH, file.getPath().substring(SERVED_AS.length()));
            ExecResult stored = system.exec("web", LOOK, "sha256sum", path);
            if (!stored.succeeded()) {
                return Outcome.failed(
                        "file %s in web".formatted(path), stored.errorOutput().strip());
            }
            Answer answer = MastodonHttp.get(system, file.getPath()).send();
            if (answer.status() != 200) {
                return Outcome.failed("status 200 for " + file.getPath(), answer.describe());
            }
            byte[] received = answer.body().getBytes(StandardCharsets.ISO_8859_1);
            String digest = HexFormat.of().formatHex(Sha256.digest().digest(received));
            if (!stored.output().startsWith(digest)) {
                return Outcome.failed(
                        "the bytes of %s in web".formatted(path), "%d other bytes".formatted(received.length));
            }
        }
        return Outcome.passed("%s and its preview, as in %s".formatted(upload.original(), PATH));
    }
}
