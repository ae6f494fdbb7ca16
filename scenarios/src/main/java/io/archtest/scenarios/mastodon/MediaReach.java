package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import io.archtest.model.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Whether what web stores is there for every Sidekiq process too (they transcode, clean up and send it): by a bucket that
 * each of them reaches, or by one folder that all share. A folder can't be shared between engines, so a placement that splits
 * web and Sidekiq works only with the bucket.
 */
final class MediaReach {
    private static final Duration LOOK = Duration.ofSeconds(20);
    private static final List<String> SAME = List.of("S3_ENABLED", "S3_BUCKET", "S3_ENDPOINT");

    private final SystemUnderTest system;

    MediaReach(SystemUnderTest system) {
        this.system = system;
    }

    Outcome outcome(Optional<Upload> upload) {
        boolean bucket =
                system.environment("web", "S3_ENABLED").filter("true"::equals).isPresent();
        return bucket && upload.isPresent() ? byBucket(upload.get().original()) : byFolder();
    }

    /** Each with the settings of web, and each gets the image that web has stored. */
    private Outcome byBucket(URI image) {
        List<String> asked = Stream.concat(Stream.of("web"), SidekiqComponents.queues(system).keySet().stream())
                .toList();
        for (String component : asked) {
            for (String variable : SAME) {
                String own = system.environment(component, variable).orElse("");
                String web = system.environment("web", variable).orElse("");
                if (!own.equals(web)) {
                    return Outcome.failed(
                            "%s '%s' in %s, as in web".formatted(variable, web, component), "'%s'".formatted(own));
                }
            }
            String url = object(image);
            ExecResult got = system.exec(
                    component,
                    LOOK,
                    "curl",
                    "--silent",
                    "--show-error",
                    "--noproxy",
                    "*",
                    "--output",
                    "/dev/null",
                    "--write-out",
                    "%{http_code}",
                    url);
            if (!got.output().strip().equals("200")) {
                return Outcome.failed(
                        "status 200 for %s from %s".formatted(url, component),
                        "%s %s"
                                .formatted(
                                        got.output().strip(), got.errorOutput().strip()));
            }
        }
        return Outcome.passed("the bucket gives the image to " + asked);
    }

    private String object(URI image) {
        try (MediaBucket bucket = MediaBucket.of(system)) {
            return "%s/%s/%s".formatted(MediaBucket.endpoint(system), bucket.name(), bucket.key(image));
        }
    }

    /** A file that web writes, and that every other one must see. */
    private Outcome byFolder() {
        String file = "%s/archtest-%s"
                .formatted(
                        MediaFolder.PATH,
                        HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong()));
        ExecResult written = system.exec("web", LOOK, "touch", file);
        if (!written.succeeded()) {
            return Outcome.failed(
                    "web can write to " + MediaFolder.PATH,
                    written.errorOutput().strip());
        }
        List<String> blind = new ArrayList<>();
        for (String component : SidekiqComponents.queues(system).keySet()) {
            if (!system.exec(component, LOOK, "test", "-f", file).succeeded()) {
                blind.add("%s on %s".formatted(component, system.architecture(component)));
            }
        }
        system.exec("web", LOOK, "rm", "-f", file);
        return blind.isEmpty()
                ? Outcome.passed("web and all Sidekiq processes share " + MediaFolder.PATH)
                : Outcome.failed(
                        "every Sidekiq process sees what web, on %s, writes to %s"
                                .formatted(system.architecture("web"), MediaFolder.PATH),
                        "%s do not; components of different engines can share no folder, so they need a bucket: S3_ENABLED=true"
                                .formatted(blind));
    }
}
