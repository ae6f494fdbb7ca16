package io.archtest.scenarios.tunnel;

import io.archtest.check.Check;
import io.archtest.check.JavaChecks;
import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.util.Timeout;

/**
 * The checks {@code class: tunnel-ingress} of a scenario whose {@code tunnel} serves {@code mastodon.test} at port 8080 from an
 * {@code origin} at port 443 with an echo server behind it, and whose {@code visitor} must have no other way in. All but the
 * backend need curl.
 */
public final class TunnelChecks implements JavaChecks {
    private static final String SITE = "mastodon.test";
    private static final String TUNNEL = "tunnel";
    private static final String ORIGIN = "origin";
    private static final String VISITOR = "visitor";
    private static final int PORT = 8080;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration COMMAND = Duration.ofSeconds(30);
    /** curl's codes for: no such name, not connected, timed out. With any other it has connected, or not even tried. */
    private static final Set<Integer> NO_WAY = Set.of(6, 7, 28);

    private final SecureRandom random = new SecureRandom();
    private final Duration limit;

    /** As the scenario needs it. */
    public TunnelChecks() {
        this(LIMIT);
    }

    /** @param limit for what comes through the tunnel once a connection is accepted */
    TunnelChecks(Duration limit) {
        this.limit = limit;
    }

    @Override
    public String name() {
        return "tunnel-ingress";
    }

    @Override
    public List<Check> checks() {
        return List.of(
                Claim.of("a WebSocket passes the tunnel, both ways", TUNNEL, this::webSocket),
                Claim.of("events pass the tunnel as they are sent, not when the stream ends", TUNNEL, this::events),
                Claim.of("the visitor has no way to the origin but the tunnel", VISITOR, TunnelChecks::noOtherWay));
    }

    private Outcome webSocket(SystemUnderTest system) throws IOException, InterruptedException {
        URI uri = URI.create("ws://%s/socket".formatted(system.endpoint(TUNNEL, PORT)));
        EchoSocket socket = EchoSocket.open(uri, SITE, patience(system, LIMIT));
        try {
            String text = "archtest " + nonce();
            socket.send(text);
            return socket.receives(text, patience(system, limit))
                    ? Outcome.passed("101, and '%s' came back".formatted(text))
                    : Outcome.failed("'%s' comes back".formatted(text), "it did not", socket.ended());
        } finally {
            socket.close();
        }
    }

    private Outcome events(SystemUnderTest system) throws IOException {
        String path = "/.sse?" + nonce();
        HttpGet request = new HttpGet("http://%s%s".formatted(system.endpoint(TUNNEL, PORT), path));
        request.setHeader("Host", SITE);
        request.setHeader("Accept", "text/event-stream");
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.of(patience(system, limit)))
                .build());
        try (CloseableHttpClient client =
                HttpClients.custom().disableAutomaticRetries().build()) {
            ClassicHttpResponse response = client.executeOpen(null, request, null);
            try {
                return heard(response, path);
            } finally {
                request.abort(); // a stream without end would be read to its end before it is closed
            }
        } catch (IOException e) {
            return Outcome.failed(
                    "events while the stream is open",
                    "none (%s: %s)".formatted(e.getClass().getSimpleName(), e.getMessage()),
                    "is it kept in a buffer on the way? (nginx: proxy_buffering off)");
        }
    }

    /** The event that quotes this request, and then a later one: by then the first was here while the stream went on. */
    private static Outcome heard(ClassicHttpResponse response, String path) throws IOException {
        String type = response.containsHeader("Content-Type")
                ? response.getFirstHeader("Content-Type").getValue()
                : "no content type";
        if (response.getCode() != 200 || !type.startsWith("text/event-stream")) {
            return Outcome.failed("status 200, text/event-stream", "status %d, %s".formatted(response.getCode(), type));
        }
        boolean quoted = false;
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.getEntity().getContent(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            quoted |= line.startsWith("data: GET " + path);
            if (quoted && line.equals("event: time")) {
                return Outcome.passed("the event that quotes this request, and a later one while the stream was open");
            }
        }
        return Outcome.failed("two events while the stream is open", "the stream ended");
    }

    /** The same command from both places, so that the visitor's can't fail for another reason than having no way. */
    private static Outcome noOtherWay(SystemUnderTest system) {
        ExecResult tunnel = reach(system, TUNNEL, ORIGIN);
        String[] seen = tunnel.output().strip().split(" ", 2);
        if (tunnel.exitCode() != 0 || seen.length < 2 || !seen[0].equals("200")) {
            return Outcome.failed("200 from the origin for the tunnel, to compare with", describe(tunnel));
        }
        ExecResult front = system.exec(
                VISITOR,
                COMMAND,
                "curl",
                "-sS",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                "-H",
                "Host: " + SITE,
                "http://%s:%d/".formatted(TUNNEL, PORT));
        if (!front.output().strip().equals("200")) {
            return Outcome.failed("200 from the tunnel for the visitor, to compare with", describe(front));
        }
        for (String target : List.of(ORIGIN, seen[1])) {
            ExecResult visitor = reach(system, VISITOR, target);
            if (!NO_WAY.contains(visitor.exitCode())) {
                return Outcome.failed(
                        "no connection from the visitor to %s, as %s reaches it".formatted(target, TUNNEL),
                        describe(visitor));
            }
        }
        return Outcome.passed("%s gets 200 from %s (%s); the same from %s finds no way, by name or address"
                .formatted(TUNNEL, ORIGIN, seen[1], VISITOR));
    }

    /**
     * Prints status and address. The time to connect is the network's, which emulation doesn't slow down: two seconds have room for
     * a packet that is sent again after one, and who is kept out waits for all of them.
     */
    private static ExecResult reach(SystemUnderTest system, String from, String target) {
        return system.exec(
                from,
                COMMAND,
                "curl",
                "-sS",
                "--insecure",
                "--connect-timeout",
                "2",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code} %{remote_ip}",
                "--connect-to",
                "%s:443:%s:443".formatted(SITE, target),
                "https://%s/".formatted(SITE));
    }

    private static String describe(ExecResult result) {
        return "exit code %d, '%s'"
                .formatted(result.exitCode(), (result.output() + " " + result.errorOutput()).strip());
    }

    /** Behind the tunnel there are others that may be slower than it is. */
    private static Duration patience(SystemUnderTest system, Duration limit) {
        double slowest = Math.max(system.slowness(TUNNEL), system.slowness(ORIGIN));
        return Duration.ofMillis(Math.round(limit.toMillis() * Math.max(slowest, system.slowness("backend"))));
    }

    private String nonce() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
