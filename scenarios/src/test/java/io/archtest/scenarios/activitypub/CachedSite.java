package io.archtest.scenarios.activitypub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** A negotiating site behind a cache that keeps everything apart, but for the faults it is given. */
final class CachedSite implements AutoCloseable {
    private final HttpServer server;
    private final Set<Fault> faults;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    enum Fault {
        KEEPS_NOTHING,
        KEEPS_PAGES_ONLY,
        IGNORES_ACCEPT,
        IGNORES_ACCEPT_OF_HEAD,
        IGNORES_ACCEPT_OF_GZIP,
        IGNORES_ACCEPT_ENCODING,
        IGNORES_QUERY_OF_WEBFINGER,
        IGNORES_EVERY_QUERY,
        GIVES_REDIRECTS_TO_ALL,
        KEEPS_EMPTY_BODY_OF_HEAD,
        SWAPS_BODIES,
        TELLS_NOTHING,
        KEEPS_EACH_SPELLING,
        ORIGIN_WITHOUT_VARY,
        ORIGIN_WITHOUT_PAGES
    }

    private record Kept(int status, String type, String body, boolean gzip) {}

    private CachedSite(HttpServer server, Set<Fault> faults) {
        this.server = server;
        this.faults = faults;
    }

    static {
        // or each answer waits 40 ms for an acknowledgement that the other side delays
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    static CachedSite with(Fault... faults) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Set<Fault> all = EnumSet.noneOf(Fault.class);
        all.addAll(Set.of(faults));
        CachedSite site = new CachedSite(server, all);
        server.createContext("/", site::answer);
        server.start();
        return site;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private boolean has(Fault fault) {
        return faults.contains(fault);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String accept = header(exchange, "Accept");
        boolean gzip = header(exchange, "Accept-Encoding").contains("gzip");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        boolean activity = accept.contains("activity+json") || accept.contains("jrd+json");
        String uri = exchange.getRequestURI().toString();
        Kept fetched = origin(uri, activity, gzip);
        if (head && has(Fault.KEEPS_EMPTY_BODY_OF_HEAD)) {
            fetched = new Kept(fetched.status(), fetched.type(), "", fetched.gzip());
        }
        boolean keeps = !has(Fault.KEEPS_NOTHING) && !(activity && has(Fault.KEEPS_PAGES_ONLY));
        Kept before = keeps ? kept.putIfAbsent(key(uri, accept, activity, gzip, head, fetched), fetched) : null;
        Kept given = Optional.ofNullable(before).orElse(fetched);
        if (before != null && has(Fault.SWAPS_BODIES)) {
            given = new Kept(given.status(), given.type(), given.body().startsWith("{") ? "<p>" : "{}", given.gzip());
        }
        if (!has(Fault.TELLS_NOTHING)) {
            exchange.getResponseHeaders().set("X-Cache-Status", !keeps ? "BYPASS" : before == null ? "MISS" : "HIT");
        }
        send(exchange, given, head);
    }

    private String key(String uri, String accept, boolean activity, boolean gzip, boolean head, Kept fetched) {
        boolean anyQuery = has(Fault.IGNORES_EVERY_QUERY)
                || (has(Fault.IGNORES_QUERY_OF_WEBFINGER) && uri.startsWith("/.well-known/webfinger"));
        boolean anyAccept = has(Fault.IGNORES_ACCEPT)
                || (head && has(Fault.IGNORES_ACCEPT_OF_HEAD))
                || (gzip && has(Fault.IGNORES_ACCEPT_OF_GZIP));
        String url = anyQuery ? uri.split("\\?", 2)[0] : uri;
        if (has(Fault.GIVES_REDIRECTS_TO_ALL) && (fetched.status() == 301 || kept.containsKey(url + " moved"))) {
            return url + " moved";
        }
        String wanted = has(Fault.KEEPS_EACH_SPELLING) ? accept : anyAccept ? "any" : String.valueOf(activity);
        // what is kept under a key of its own meets no entry that was kept rightly
        String apart = (head && has(Fault.IGNORES_ACCEPT_OF_HEAD)) ? " head" : "";
        return url + " " + wanted + apart + (gzip && !has(Fault.IGNORES_ACCEPT_ENCODING) ? " gzip" : "");
    }

    private Kept origin(String uri, boolean activity, boolean gzip) {
        if (uri.startsWith("/.well-known/webfinger?resource=")) {
            String resource = uri.substring(uri.indexOf('=') + 1).split("&", 2)[0];
            String account = URLDecoder.decode(resource, StandardCharsets.UTF_8);
            return new Kept(200, "application/jrd+json", "{\"subject\": \"%s\"}".formatted(account), gzip);
        }
        if (activity || has(Fault.ORIGIN_WITHOUT_PAGES)) {
            return new Kept(200, "application/activity+json", "{\"id\": 1, \"type\": 2, \"inbox\": 3}", gzip);
        }
        boolean moved = uri.startsWith("/?author=");
        return new Kept(moved ? 301 : 200, "text/html; charset=UTF-8", moved ? "" : "<!doctype html>", gzip && !moved);
    }

    private void send(HttpExchange exchange, Kept given, boolean head) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", given.type());
        exchange.getResponseHeaders().set("Link", "<x>; rel=\"alternate\"; type=\"application/activity+json\"");
        if (!has(Fault.ORIGIN_WITHOUT_VARY)) {
            exchange.getResponseHeaders().set("Vary", "Accept-Encoding, accept");
        }
        if (given.gzip()) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        byte[] body = given.gzip() ? compressed(given.body()) : given.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(given.status(), head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static byte[] compressed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }
}
