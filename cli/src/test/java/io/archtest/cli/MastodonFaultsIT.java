package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.scenarios.BuiltInScenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults in the configuration of real servers, several in one run: each must be found by its own check, with its cause. */
class MastodonFaultsIT {
    @TempDir
    Path folder;

    @Test
    void anEdgeThatForgetsWhatMastodonNeedsAndABucketThatNobodyMadeAreCaught() throws Exception {
        Path compose = new BuiltInScenarios().extract("mastodon-stack", folder.resolve("changed"));
        Path edge = compose.resolveSibling("edge/nginx.conf");
        replace(edge, "proxy_set_header X-Forwarded-Proto https;", "");
        replace(edge, "proxy_set_header Upgrade $http_upgrade;", "");
        // nginx passes small pieces on even when it buffers, unless it compresses them too
        replace(edge, "proxy_buffering off;", "gzip on; gzip_types text/event-stream;");
        replace(compose, "\"$$S3_ENDPOINT/$$S3_BUCKET\"", "\"$$S3_ENDPOINT/another-bucket\"");

        ArchtestProcess run = ArchtestProcess.start(
                folder, "run", compose.toString(), "--images", "packaged", "--placement", "native");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(failed())
                .containsExactlyInAnyOrder(
                        "the front page needs at most one redirect through the edge",
                        "a WebSocket through the edge receives a post",
                        "server-sent events pass the edge unbuffered",
                        "an uploaded image is processed");
        assertThat(run.output())
                .contains("a redirect loop: http://mastodon.test/about -> https://mastodon.test/about")
                .contains("the edge doesn't send that header")
                .contains("the edge doesn't pass Upgrade and Connection on")
                .contains("the edge keeps it in a buffer")
                .contains("bucket 'mastodon-media' does not exist (NoSuchBucket");
    }

    @Test
    void mixedUpQueuesAStrangersRedisAndMailAroundPostfixAreCaught() throws Exception {
        Path compose = new BuiltInScenarios().extract("mastodon-stack", folder.resolve("changed"));
        replace(compose, "bundle exec sidekiq -c 2 -q fasp", "bundle exec sidekiq -c 2 -q push");
        replace(compose, "bundle exec sidekiq -c 2 -q pull", "bundle exec sidekiq -c 2 -q pull -q scheduler");
        replace(compose, "SMTP_SERVER: postfix\n  SMTP_PORT: \"587\"", "SMTP_SERVER: mailpit\n  SMTP_PORT: \"1025\"");
        replace(
                compose,
                "command: node ./streaming/index.js\n    mem_reservation: 100m\n    environment: *environment",
                "command: node ./streaming/index.js\n    environment: { <<: *environment, REDIS_HOST: stranger }");
        replace(
                compose,
                "services:\n",
                "services:\n  stranger: { image: redis:7, command: redis-server, expose: [\"6379\"] }\n");

        ArchtestProcess run = ArchtestProcess.start(
                folder, "run", compose.toString(), "--images", "packaged", "--placement", "native");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(failed())
                .containsExactlyInAnyOrder(
                        "every queue has a live consumer",
                        "queue fasp is consumed by its own process and only by it",
                        "exactly one process schedules",
                        "the confirmation mail arrives through Postfix",
                        "a WebSocket subscriber receives a post",
                        "a WebSocket through the edge receives a post");
        assertThat(run.output())
                .contains("none for [fasp]")
                .contains("2: [sidekiq-")
                .contains("mastodon.test -> mailpit")
                .contains("it was sent around 'postfix'");
    }

    private static void replace(Path file, String what, String into) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, into));
    }

    private List<String> failed() {
        Report report = new JsonReport(List.of()).read(folder.resolve("archtest-report/report.json"));
        return report.runs().get(0).checks().stream()
                .filter(check -> check.verdict().equals("failed"))
                .map(Report.Check::name)
                .toList();
    }
}
