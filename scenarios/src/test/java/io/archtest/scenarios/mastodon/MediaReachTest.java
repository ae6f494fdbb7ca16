package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.ExecResult;
import io.archtest.model.Architecture;
import io.archtest.model.Outcome;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Media that web stores and that a Sidekiq process can't get at. */
class MediaReachTest {
    private static final Optional<Upload> IMAGE = Optional.of(new Upload(
            "1",
            URI.create("https://files.mastodon.test/media_attachments/files/1/original/a.png"),
            URI.create("https://files.mastodon.test/media_attachments/files/1/small/a.png")));

    private final ScriptedSystem system = new ScriptedSystem();
    /** Those whose folder isn't the one of web. */
    private final Set<String> apart = new HashSet<>();

    @Test
    void aFolderThatAllShareIsEnough() {
        system.whenExecuted = this::withFolders;

        assertThat(new MediaReach(system).outcome(IMAGE)).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void aPlacementThatSplitsWebAndSidekiqWithoutABucketIsCaught() {
        system.whenExecuted = this::withFolders;
        system.placed.put("sidekiq-pull", Architecture.ARM64);
        apart.add("sidekiq-pull");

        Outcome.Failed failed = (Outcome.Failed) new MediaReach(system).outcome(IMAGE);

        assertThat(failed.expected()).contains("what web, on x86_64, writes");
        assertThat(failed.actual())
                .startsWith("[sidekiq-pull on arm64] do not")
                .endsWith("so they need a bucket: S3_ENABLED=true");
    }

    @Test
    void aSidekiqWithAnotherBucketIsCaught() {
        withBucket();
        system.variables.put("sidekiq-push.S3_BUCKET", "other");

        assertThat(new MediaReach(system).outcome(IMAGE))
                .isEqualTo(Outcome.failed("S3_BUCKET 'media' in sidekiq-push, as in web", "'other'"));
    }

    @Test
    void aSidekiqThatDoesNotReachTheBucketIsCaught() {
        withBucket();
        system.whenExecuted = (component, words) -> Optional.of(
                component.equals("sidekiq-fasp")
                        ? new ExecResult(6, "000", "curl: (6) Could not resolve host: storage")
                        : new ExecResult(0, "200", ""));

        Outcome.Failed failed = (Outcome.Failed) new MediaReach(system).outcome(IMAGE);

        assertThat(failed.expected())
                .isEqualTo("status 200 for http://storage:80/media/media_attachments/files/1/original/a.png "
                        + "from sidekiq-fasp");
        assertThat(failed.actual()).contains("Could not resolve host: storage");
    }

    private void withBucket() {
        system.commands.put("storage", List.of("s3proxy"));
        system.variables.putAll(Map.of("S3_ENABLED", "true", "S3_BUCKET", "media", "S3_ENDPOINT", "http://storage:80"));
        system.whenExecuted = (component, words) -> Optional.of(new ExecResult(0, "200", ""));
    }

    private Optional<ExecResult> withFolders(String component, List<String> words) {
        boolean seen = !words.get(0).equals("test") || !apart.contains(component);
        return Optional.of(new ExecResult(seen ? 0 : 1, "", ""));
    }
}
