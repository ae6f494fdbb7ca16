package io.archtest.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.compose.Fields;
import io.archtest.compose.Quantities;
import io.archtest.compose.Yaml;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code http} of a check. */
final class HttpCheckReader {
    private static final int REDIRECTS = 10;
    private static final int MOST_REDIRECTS = 50;
    private static final long MAX_BYTES = 1 << 20;
    private static final long MOST_BYTES = 64L << 20;
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    private static final Pattern STATUS = Pattern.compile("[1-5](?:xx|\\d\\d)");

    /** RFC 9110, section 5.6.2. */
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final CheckReader checks;
    private final ComposeFiles files;
    private final GrantedFiles granted;

    HttpCheckReader(CheckReader checks, ComposeFiles files, GrantedFiles granted) {
        this.checks = checks;
        this.files = files;
        this.granted = granted;
    }

    /** Text to send, and its media type. */
    private record Body(String text, String type) {}

    Optional<CheckDeclaration> read(CheckReader.Frame frame, Fields ask) {
        Optional<ComponentName> from = checks.origin(ask);
        Optional<ComponentName> component = checks.service(ask, "component");
        Optional<Integer> port = ask.parsed("port", Quantities::port);
        CheckReader.needs(ask, "component", "port");
        HttpRequest request = request(ask);
        HttpExpectation expected = expected(ask);
        if (component.isEmpty() || port.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CheckDeclaration.Http(
                frame.name(), from, component.get(), port.get(), request, expected, frame.timeout()));
    }

    private HttpRequest request(Fields ask) {
        Optional<Body> body = body(ask);
        Map<String, String> headers = headers(ask);
        body.ifPresent(sent -> {
            if (headers.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
                headers.put("Content-Type", sent.type());
            }
        });
        Optional<String> method = ask.parsed("method", HttpCheckReader::method);
        long maxBytes = ask.bytes("max_size").orElse(MAX_BYTES);
        if (maxBytes < 1 || maxBytes > MOST_BYTES) {
            ask.problem(ask.at("max_size"), "an answer may have from 1 byte to 64m");
        }
        return new HttpRequest(
                method.orElse(body.isPresent() ? "POST" : "GET"),
                target(ask),
                headers,
                body.map(Body::text),
                tls(ask),
                ask.parsed("redirects", HttpCheckReader::redirects).orElse(0),
                maxBytes);
    }

    private static String target(Fields ask) {
        String path = ask.text("path").orElse("/");
        String query = ask.pairs("query", key -> Optional.of("")).entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        String target = query.isEmpty() ? path : path + (path.contains("?") ? "&" : "?") + query;
        try {
            URI uri = new URI("http://host" + target);
            if (path.startsWith("/") && uri.getFragment() == null) {
                return target;
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        ask.problem(
                ask.at("path"),
                "'%s' is no path of a URL: it begins with '/', what isn't allowed there is written as %%20 and so on, and nothing follows a '#'"
                        .formatted(path));
        return "/";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String method(String text) {
        if (!METHOD.matcher(text).matches()) {
            throw new InvalidRequestException("'%s' is no method; write for example POST".formatted(text));
        }
        if (text.equals("CONNECT")) {
            throw new InvalidRequestException("CONNECT asks a proxy for a connection, which has no answer to look at");
        }
        return text;
    }

    private static int redirects(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true") ? REDIRECTS : 0;
        }
        int count = text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
        if (count < 0 || count > MOST_REDIRECTS) {
            throw new InvalidRequestException(
                    "'%s' is neither true, false, nor a number from 0 to %d".formatted(text, MOST_REDIRECTS));
        }
        return count;
    }

    private static Map<String, String> headers(Fields ask) {
        Map<String, String> headers = new LinkedHashMap<>(ask.pairs("headers", key -> Optional.of("")));
        headers.forEach((name, value) -> {
            if (!HEADER.matcher(name).matches() || value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
                ask.problem(
                        ask.at("headers"),
                        "'%s' is no header: names have no spaces, values no line breaks".formatted(name));
            }
        });
        return headers;
    }

    private Optional<Body> body(Fields ask) {
        Optional<Yaml> value = ask.take("send");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof Yaml.Scalar scalar) {
            return Optional.of(new Body(scalar.text(), "text/plain; charset=utf-8"));
        }
        return ask.map(value.get(), "send").flatMap(send -> {
            List<Body> bodies = new ArrayList<>();
            send.text("text").ifPresent(text -> bodies.add(new Body(text, "text/plain; charset=utf-8")));
            send.parsed("json", HttpCheckReader::json)
                    .ifPresent(text -> bodies.add(new Body(text, "application/json")));
            send.text("file")
                    .flatMap(path -> files.read(path, send.at("file")))
                    .ifPresent(text -> bodies.add(new Body(text, "application/octet-stream")));
            send.finish();
            if (send.entries().size() != 1) {
                send.problem(send.at(), "give one of text, json (written as JSON), file");
            }
            return bodies.stream().findFirst();
        });
    }

    private static String json(String text) {
        try {
            JSON.readTree(text);
            return text;
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException("this is no JSON: " + e.getOriginalMessage());
        }
    }

    private Optional<HttpRequest.Tls> tls(Fields ask) {
        String scheme = ask.text("scheme").orElse("http");
        Optional<Fields> tls = ask.map("tls");
        if (!SCHEMES.contains(scheme)) {
            ask.problem(ask.at("scheme"), "'%s' is neither http nor https".formatted(scheme));
        }
        Optional<HttpRequest.Tls> read = tls.map(this::settings);
        if (scheme.equals("http") && tls.isPresent()) {
            ask.problem(ask.at("tls"), "'tls' goes with 'scheme: https'");
        }
        if (scheme.equals("https") && tls.isEmpty()) {
            ask.problem(
                    ask.at("scheme"),
                    "https needs 'tls: { ca: ... }', the certificate of whoever signs in this stack, or 'tls: { verify: false }'");
        }
        return read;
    }

    private HttpRequest.Tls settings(Fields tls) {
        Optional<String> authorities = tls.take("ca").flatMap(value -> authorities(tls, value));
        Optional<String> serverName = tls.text("server_name");
        boolean verify = tls.flag("verify").orElse(true);
        tls.finish();
        if (serverName.isPresent() && !serverName.get().matches("[A-Za-z0-9._-]+")) {
            tls.problem(tls.at("server_name"), "'%s' is no host's name".formatted(serverName.get()));
        }
        if (verify != tls.entries().containsKey("ca")) {
            tls.problem(tls.at(), "give either 'ca', what certificates are verified by, or 'verify: false'");
        }
        return new HttpRequest.Tls(verify ? authorities : Optional.empty(), serverName);
    }

    /** PEM itself, a file's path, or {@code { config | secret | file: NAME }}. */
    private Optional<String> authorities(Fields tls, Yaml value) {
        Optional<String> pem;
        if (value instanceof Yaml.Scalar scalar) {
            pem = scalar.text().contains("-----BEGIN")
                    ? Optional.of(scalar.text())
                    : files.read(scalar.text(), value.at());
        } else {
            pem = tls.map(value, "ca").flatMap(where -> {
                Optional<String> found = where.text("file")
                        .flatMap(path -> files.read(path, where.at("file")))
                        .or(() -> declared(where, "config"))
                        .or(() -> declared(where, "secret"));
                List.of("config", "secret").forEach(where::take); // known, also where one before them is given
                where.finish();
                if (where.entries().size() > 1) {
                    where.problem(where.at(), "give one of file, config, secret");
                }
                return found;
            });
        }
        if (pem.isPresent() && !pem.get().contains("-----BEGIN CERTIFICATE-----")) {
            tls.problem(value.at(), "there is no certificate in it (PEM: '-----BEGIN CERTIFICATE-----')");
            return Optional.empty();
        }
        return pem;
    }

    private Optional<String> declared(Fields where, String kind) {
        return where.text(kind).flatMap(name -> granted.declared(kind + "s", name, where.at(kind)));
    }

    private static HttpExpectation expected(Fields ask) {
        List<String> status = new ArrayList<>();
        List<Yaml> items = ask.take("status")
                .map(value -> value instanceof Yaml.Sequence sequence ? sequence.items() : List.of(value))
                .orElse(List.of());
        for (Yaml item : items) {
            ask.text(item, "status").ifPresent(text -> {
                if (STATUS.matcher(text).matches()) {
                    status.add(text);
                } else {
                    ask.wrong(item, "status", "must be a code such as 204, or a class such as 2xx");
                }
            });
        }
        Map<String, TextExpectation> headers = new LinkedHashMap<>();
        ask.map("answer_headers")
                .ifPresent(map -> map.entries().keySet().forEach(name -> {
                    TextExpectation header = ExpectationReader.read(map, name, ExpectationReader.Alone.EQUAL);
                    if (!header.any()) {
                        map.problem(map.at(name), "nothing is expected of header '%s'".formatted(name));
                    }
                    headers.put(name, header);
                }));
        TextExpectation body = ExpectationReader.read(ask, "body", ExpectationReader.Alone.CONTAINED);
        if (!ask.entries().containsKey("status") && headers.isEmpty() && !body.any()) {
            ask.problem(
                    ask.at(), "nothing is expected of the answer; give at least one of status, answer_headers, body");
        }
        return new HttpExpectation(status.isEmpty() ? List.of("2xx") : status, headers, body);
    }
}
