package io.archtest.scenarios.mastodon;

import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An uploaded image: processed, in the bucket, served by the alias host, and nowhere else. One image for all of them. What
 * is about the bucket is left unasked when web was given none.
 */
final class MediaClaims {
    private static final Duration LOOK = Duration.ofSeconds(20);
    private static final String FOREVER = "max-age=315576000";

    private final Supplier<Optional<String>> member;
    private Optional<Upload> upload = Optional.empty();

    /** @param member the token of a confirmed user, if there is one by then */
    MediaClaims(Supplier<Optional<String>> member) {
        this.member = member;
    }

    List<Check> all() {
        return List.of(
                Claim.of("an uploaded image is processed", "web", this::processed)
                        .unless(this::noMember),
                Claim.of("a post shows its image", "web", this::shown).unless(this::noUpload),
                bucketClaim("the image and its preview lie in the bucket", this::inBucket),
                bucketClaim("the alias host serves the image from the bucket", this::served),
                bucketClaim("no media lie on web's own disk", this::nothingOnDisk),
                Claim.of(
                                "web serves the image from its folder",
                                "web",
                                system -> MediaBucket.wanted(system).isPresent()
                                        ? Outcome.skipped("web has an S3_BUCKET: media lie there")
                                        : MediaFolder.served(system, upload.orElseThrow()))
                        .unless(this::noUpload),
                Claim.of(
                                "media are in reach of web and every Sidekiq process",
                                "web",
                                system -> new MediaReach(system).outcome(upload))
                        .unless(this::noUpload));
    }

    private Claim bucketClaim(String name, Claim.Question question) {
        return Claim.of(
                        name,
                        "web",
                        system -> MediaBucket.wanted(system).isPresent()
                                ? question.ask(system)
                                : Outcome.skipped("web has no S3_BUCKET: media lie in a folder"))
                .unless(this::noUpload);
    }

    private Outcome processed(SystemUnderTest system) throws IOException {
        Answer answer = MastodonHttp.upload(system, "/api/v2/media", Upload.newImage(), "a rainbow")
                .withToken(member.get().orElse(""))
                .send();
        if (answer.status() != 200) {
            return Outcome.failed("status 200 from POST /api/v2/media", answer.describe() + cause(system));
        }
        Optional<String> flaw = Upload.flaw(answer.json());
        if (flaw.isPresent()) {
            return Outcome.failed(
                    "an image of %dx%d with a preview of %d pixels at the most and a blurhash"
                            .formatted(Upload.WIDTH, Upload.HEIGHT, Upload.SMALL_PIXELS),
                    flaw.get());
        }
        upload = Optional.of(Upload.of(answer.json()));
        return Outcome.passed("preview of %s, blurhash %s"
                .formatted(
                        answer.json().at("/meta/small/size").asText(),
                        answer.json().path("blurhash").asText()));
    }

    /** Mastodon answers 500 without a word when its bucket refuses. */
    private static String cause(SystemUnderTest system) {
        if (MediaBucket.wanted(system).isEmpty()) {
            return "";
        }
        try (MediaBucket bucket = MediaBucket.of(system)) {
            bucket.size("anything");
            return "";
        } catch (MediaBucket.Unusable e) {
            return "; " + e.meaning();
        }
    }

    private Outcome shown(SystemUnderTest system) throws IOException {
        String id = upload.map(Upload::id).orElse("");
        Answer answer = MastodonHttp.post(
                        system, "/api/v1/statuses", Map.of("status", "with an image", "media_ids[]", id))
                .withToken(member.get().orElse(""))
                .send();
        String attached = answer.json().at("/media_attachments/0/id").asText();
        return answer.status() == 200 && attached.equals(id)
                ? Outcome.passed("media " + id)
                : Outcome.failed("status 200 with media %s attached".formatted(id), answer.describe());
    }

    private Outcome inBucket(SystemUnderTest system) {
        StringBuilder found = new StringBuilder();
        try (MediaBucket bucket = MediaBucket.of(system)) {
            for (URI file : upload.orElseThrow().files()) {
                Optional<Long> size = bucket.size(bucket.key(file));
                if (size.isEmpty()) {
                    return Outcome.failed(
                            "'%s' in bucket '%s'".formatted(bucket.key(file), bucket.name()),
                            "no such object; its URL is %s%s".formatted(file, enabled(system)));
                }
                found.append("%s (%d bytes) ".formatted(bucket.key(file), size.get()));
            }
            return Outcome.passed(found.toString().strip());
        } catch (MediaBucket.Unusable e) {
            return Outcome.failed("both files in the bucket", e.meaning());
        }
    }

    private Outcome served(SystemUnderTest system) throws IOException {
        Optional<String> alias = system.environment("web", "S3_ALIAS_HOST");
        if (alias.isEmpty() || !system.components().contains(Visitor.EDGE)) {
            return Outcome.skipped("there is no S3_ALIAS_HOST, or no component 'edge' to serve it");
        }
        try (MediaBucket bucket = MediaBucket.of(system)) {
            for (URI file : upload.orElseThrow().files()) {
                if (!alias.get().equals(file.getHost())) {
                    return Outcome.failed("a URL with host " + alias.get(), file + enabled(system));
                }
                Answer answer = Visitor.of(system).get(file.toString());
                Optional<Outcome> flaw = flaw(answer, file, bucket);
                if (flaw.isPresent()) {
                    return flaw.get();
                }
            }
            return Outcome.passed("%s and its preview, as in the bucket"
                    .formatted(upload.orElseThrow().original()));
        } catch (MediaBucket.Unusable e) {
            return Outcome.failed("the bucket's bytes", e.meaning());
        }
    }

    private static Optional<Outcome> flaw(Answer answer, URI file, MediaBucket bucket) throws MediaBucket.Unusable {
        String cache = answer.header("cache-control");
        if (answer.status() != 200 || !answer.header("content-type").equals("image/png")) {
            return Optional.of(Outcome.failed(
                    "status 200, image/png for %s".formatted(file),
                    "status %d, '%s'".formatted(answer.status(), answer.header("content-type"))));
        }
        if (!cache.contains(FOREVER) || !cache.contains("immutable")) {
            return Optional.of(Outcome.failed("Cache-Control with %s, immutable".formatted(FOREVER), cache));
        }
        byte[] received = answer.body().getBytes(StandardCharsets.ISO_8859_1);
        byte[] stored = bucket.bytes(bucket.key(file));
        if (!Arrays.equals(received, stored)) {
            return Optional.of(Outcome.failed(
                    "the %d bytes that lie in bucket '%s'".formatted(stored.length, bucket.name()),
                    "%d other bytes from %s: the alias host leads elsewhere"
                            .formatted(received.length, file.getHost())));
        }
        return Upload.size(received).isPresent()
                ? Optional.empty()
                : Optional.of(Outcome.failed("an image", "%d bytes that are none".formatted(received.length)));
    }

    private static String enabled(SystemUnderTest system) {
        String value = system.environment("web", "S3_ENABLED").orElse("");
        return value.equals("true")
                ? ""
                : "; web keeps media on its own disk, since its S3_ENABLED is '%s' and only 'true' counts"
                        .formatted(value);
    }

    /** {@code find} fails where there is no such folder, so that nothing found means nothing there. */
    private Outcome nothingOnDisk(SystemUnderTest system) {
        ExecResult found = system.exec("web", LOOK, "find", MediaFolder.PATH, "-type", "f");
        if (!found.succeeded()) {
            return Outcome.failed(
                    "folder %s in web, to be looked into".formatted(MediaFolder.PATH),
                    "find: exit code %d: %s"
                            .formatted(found.exitCode(), found.errorOutput().strip()));
        }
        List<String> files =
                found.output().lines().filter(line -> !line.isBlank()).toList();
        return files.isEmpty()
                ? Outcome.passed("%s exists and holds no file".formatted(MediaFolder.PATH))
                : Outcome.failed(
                        "no file in %s of web".formatted(MediaFolder.PATH),
                        "%d files, first %s%s".formatted(files.size(), files.get(0), enabled(system)));
    }

    private Optional<String> noMember() {
        return member.get().isPresent() ? Optional.empty() : Optional.of("no user is confirmed");
    }

    private Optional<String> noUpload() {
        return upload.isPresent() ? Optional.empty() : Optional.of("no image was uploaded");
    }
}
