package io.archtest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferenceTest {

    @ParameterizedTest
    @CsvSource({
        "postgres, postgres, latest, docker.io",
        "postgres:17, postgres, 17, docker.io",
        "library/postgres:17, library/postgres, 17, docker.io",
        "docker.io/library/postgres:17, docker.io/library/postgres, 17, docker.io",
        "ghcr.io/mastodon/mastodon:v4.6.5, ghcr.io/mastodon/mastodon, v4.6.5, ghcr.io",
        "localhost/own, localhost/own, latest, localhost",
        "here:5000/own, here:5000/own, latest, here:5000",
        "here:5000/own:2, here:5000/own, 2, here:5000",
        "redis:7@sha256:ab, redis, sha256:ab, docker.io"
    })
    void partsAreThoseOfThePullCall(String text, String repository, String tag, String registry) {
        ImageReference reference = ImageReference.parse(text);
        assertThat(reference).isEqualTo(new ImageReference(repository, tag));
        assertThat(reference.registry()).isEqualTo(registry);
    }

    @Test
    void textNamesWhatIsPulled() {
        assertThat(ImageReference.parse("redis")).hasToString("redis:latest");
        assertThat(ImageReference.parse("redis:7@sha256:ab")).hasToString("redis@sha256:ab");
    }
}
