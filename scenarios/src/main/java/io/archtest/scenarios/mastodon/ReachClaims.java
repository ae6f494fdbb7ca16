package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One instance's way to another one, without which nothing else can work: from inside its own containers, by the name and the
 * port that a handle stands for, with the certificate verified against what that instance trusts.
 */
final class ReachClaims {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Mastodon takes no signature that was made an hour or more ahead of its own clock. */
    private static final Duration SKEW = Duration.ofHours(1);

    private final Member here;
    private final Member there;

    ReachClaims(Member here, Member there) {
        this.here = here;
        this.there = there;
    }

    List<Check> all() {
        Instance instance = here.instance();
        return List.of(
                Claim.of("the clock of %s is right".formatted(instance), instance.web(), this::clock),
                Claim.of(
                                "%s is found from inside %s".formatted(there.instance(), instance),
                                there.instance().edge(),
                                this::webfinger)
                        .unless(there::absent));
    }

    private Outcome clock(SystemUnderTest system) {
        ExecResult result = system.exec(here.instance().web(), LIMIT, "date", "+%s");
        String text = result.output().strip();
        if (!text.matches("\\d+")) {
            return Outcome.failed("the seconds from 'date +%s'", (text + result.errorOutput()).strip());
        }
        Duration off = Duration.between(Instant.now(), Instant.ofEpochSecond(Long.parseLong(text)));
        return off.abs().compareTo(SKEW) < 0
                ? Outcome.passed("%d s off".formatted(off.toSeconds()))
                : Outcome.failed(
                        "less than %d s off archtest's own clock".formatted(SKEW.toSeconds()),
                        "%d s off".formatted(off.toSeconds()),
                        "signatures carry the time; the other servers refuse those from too far away");
    }

    /** From web, which looks people and keys up, and from Sidekiq, which delivers. */
    private Outcome webfinger(SystemUnderTest system) {
        String account = "acct:" + there.address(system);
        String url = "https://%s/.well-known/webfinger?resource=%s"
                .formatted(there.instance().domain(system), account);
        for (String component : List.of(here.instance().web(), here.instance().sidekiq())) {
            ExecResult result = system.exec(component, LIMIT, curl(system, component, url));
            if (!result.succeeded()) {
                return Outcome.failed(
                        "%s from inside %s".formatted(url, component),
                        "curl exit code %d: %s"
                                .formatted(result.exitCode(), (result.errorOutput() + result.output()).strip()),
                        cause(result.exitCode(), component));
            }
            if (!subject(result.output()).equals(account)) {
                return Outcome.failed("subject " + account, result.output().strip());
            }
        }
        return Outcome.passed("%s, certificate verified, from web and Sidekiq".formatted(account));
    }

    private static String[] curl(SystemUnderTest system, String component, String url) {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--fail", "--noproxy", "*"));
        system.environment(component, "SSL_CERT_FILE").ifPresent(file -> command.addAll(List.of("--cacert", file)));
        command.add(url);
        return command.toArray(String[]::new);
    }

    /** By curl's exit codes. */
    private static String cause(int exitCode, String component) {
        return switch (exitCode) {
            case 6 -> "the name does not resolve there; the edge needs it as a network alias";
            case 7, 28 -> "nothing answers there on port 443";
            case 22 -> "the edge or the web behind it refuses";
            case 35 -> "the edge has no certificate for that name";
            case 60 ->
                "%s does not trust the edge's certificate: its SSL_CERT_FILE lacks the authority, or the certificate another name"
                        .formatted(component);
            case 77 -> "%s has no readable SSL_CERT_FILE".formatted(component);
            default -> "";
        };
    }

    private static String subject(String text) {
        try {
            return JSON.readTree(text).path("subject").asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
