package io.archtest.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.check.Probes.Probe;
import io.archtest.engine.ExecResult;
import io.archtest.model.ArchtestException;
import io.archtest.model.FileContent;
import io.archtest.scenario.CheckDeclaration;
import io.archtest.scenario.HttpRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks with curl from within a component's network, so that a request goes the way that the component's own ones go. */
final class HttpFromInside {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How long curl may take beyond its own limit. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** curl's exit codes (its manual, "EXIT CODES"). */
    private static final int WRITE_ERROR = 23;

    private static final int TIMED_OUT = 28;

    private HttpFromInside() {}

    /** @param connected the name by which the one that asks reaches the component */
    static HttpAnswer ask(Probe probe, CheckDeclaration.Http http, String connected, String nonce, Duration limit)
            throws NoAnswerException {
        HttpRequest request = http.request();
        String prefix = "/archtest-" + nonce;
        List<FileContent> files = new ArrayList<>();
        files.add(file(prefix + ".conf", config(http, connected, prefix, nonce, limit)));
        request.body().ifPresent(body -> files.add(file(prefix + ".body", body)));
        request.tls().flatMap(HttpRequest.Tls::authorities).ifPresent(pem -> files.add(file(prefix + ".pem", pem)));
        probe.engine().copyInto(probe.containerId(), files);
        // the names hold nothing but hexadecimal digits; all that comes from the scenario is in the files
        String script = "curl -q -K %s.conf | busybox head -c %d; busybox rm -f %s.*"
                .formatted(prefix, request.maxBytes() + 1, prefix);
        ExecResult result = probe.engine().exec(probe.containerId(), List.of("sh", "-c", script), limit.plus(MARGIN));
        return answer(http, result, limit);
    }

    private static FileContent file(String path, String content) {
        return new FileContent(path, content, 0600, 0, 0);
    }

    private static String config(
            CheckDeclaration.Http http, String connected, String prefix, String nonce, Duration limit) {
        HttpRequest request = http.request();
        String host = request.host(http.component().value());
        List<String> lines = new ArrayList<>(List.of("silent", "globoff", "path-as-is", "http1.1"));
        lines.add(option("proto", "=http,https"));
        lines.add(option("noproxy", "*"));
        lines.add(option("url", "%s://%s:%d%s".formatted(request.scheme(), host, http.port(), request.target())));
        if (!host.equals(connected)) {
            lines.add(option("connect-to", "%s:%d:%s:%d".formatted(host, http.port(), connected, http.port())));
        }
        lines.add(option("max-time", String.valueOf(limit.toMillis() / 1000.0)));
        lines.add(option("user-agent", HttpQuestion.AGENT));
        lines.add(option("header", HttpQuestion.NONCE + ": ARCHTEST " + nonce));
        request.headers()
                .forEach((name, value) ->
                        lines.add(option("header", value.isEmpty() ? name + ";" : name + ": " + value)));
        if (request.body().isPresent()) {
            lines.add(option("data-binary", "@" + prefix + ".body"));
        }
        if (request.method().equals("HEAD")) {
            lines.add("head");
            lines.add(option("output", "/dev/null")); // what curl shows of a body here are the headers
        } else if (!request.method().equals(request.body().isPresent() ? "POST" : "GET")) {
            lines.add(option("request", request.method()));
        }
        if (request.redirects() > 0) {
            lines.add("location");
            lines.add(option("max-redirs", String.valueOf(request.redirects())));
        }
        request.tls().ifPresent(tls -> lines.add(tls.verified() ? option("cacert", prefix + ".pem") : "insecure"));
        lines.add(option("write-out", "%{stderr}%{json}\\n%{header_json}\\n"));
        return String.join("\n", lines) + "\n";
    }

    /** As a curl config file wants it: in quotes, with backslashes before what would end or change it. */
    private static String option(String name, String value) {
        String quoted =
                name.equals("write-out") ? value : value.replace("\\", "\\\\").replace("\t", "\\t");
        return "%s = \"%s\"".formatted(name, quoted.replace("\"", "\\\""));
    }

    private static HttpAnswer answer(CheckDeclaration.Http http, ExecResult result, Duration limit)
            throws NoAnswerException {
        JsonNode facts;
        JsonNode headers;
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(result.errorOutput())) {
            facts = values.next();
            headers = values.hasNext() ? values.next() : JSON.createObjectNode();
        } catch (IOException | RuntimeException e) {
            throw new ArchtestException(
                    "curl in the network of the one that asks said nothing that can be read: '%s'"
                            .formatted(result.errorOutput().strip()),
                    e);
        }
        int exit = facts.path("exitcode").asInt();
        long size = facts.path("size_download").asLong();
        if (exit == WRITE_ERROR || size > http.request().maxBytes()) {
            throw new NoAnswerException("the answer is longer than %d bytes (max_size)"
                    .formatted(http.request().maxBytes()));
        }
        if (exit == TIMED_OUT) {
            throw new NoAnswerException("no complete answer within %s (%s)"
                    .formatted(
                            HttpQuestion.seconds(limit), facts.path("errormsg").asText()));
        }
        if (exit != 0) {
            int verified = facts.path("ssl_verify_result").asInt();
            String refused = verified == 0
                    ? ""
                    : "the certificate is not accepted (X.509 verification result %d): ".formatted(verified);
            throw new NoAnswerException("%s%s (curl's exit code %d)"
                    .formatted(refused, facts.path("errormsg").asText(), exit));
        }
        return new HttpAnswer(facts.path("response_code").asInt(), headers(headers), result.output());
    }

    private static Map<String, List<String>> headers(JsonNode json) {
        Map<String, List<String>> headers = new HashMap<>();
        json.properties().forEach(entry -> {
            List<String> values = new ArrayList<>();
            entry.getValue().forEach(value -> values.add(value.asText()));
            headers.put(entry.getKey().toLowerCase(java.util.Locale.ROOT), values);
        });
        return headers;
    }
}
