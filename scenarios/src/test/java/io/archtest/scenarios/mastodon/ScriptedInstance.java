package io.archtest.scenarios.mastodon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.archtest.scenarios.mail.ScriptedMail;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Web and streaming as far as a person's way leads through them, with mail for who signs up; {@link #fault} breaks one thing. */
final class ScriptedInstance implements AutoCloseable {
    String fault = "";
    final ScriptedMail mail = new ScriptedMail("postfix.mastodon.test");
    /** What the mail says, given the right link. */
    UnaryOperator<String> text = link -> "Verify email address\r\n\r\n=> " + link;

    String sender = "notifications@mastodon.test";

    private final ScriptedSystem system;
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final WebSocketServer streaming = new WebSocketServer();
    private final Set<String> confirmed = new HashSet<>();

    /** Takes the parts of web, streaming, Postfix and the catcher in a system. */
    ScriptedInstance(ScriptedSystem system) throws IOException {
        this.system = system;
        server.createContext("/", this::answer);
        server.start();
        system.commands.put("postfix", List.of("postfix"));
        system.commands.put("mailpit", List.of("/mailpit"));
        system.variables.put("SMTP_FROM_ADDRESS", "notifications@mastodon.test");
        system.variables.put("POSTFIX_myhostname", "postfix.mastodon.test");
        system.logs.put("postfix", mail.log);
        system.httpPort = server.getAddress().getPort();
        system.streamingPort = streaming.port();
        system.catcherPort = mail.port();
        system.programs = command -> {
            executed(command);
            return Optional.empty();
        };
        system.whenBack = components -> mail.back();
    }

    private void executed(List<String> command) {
        int modified = command.indexOf("modify");
        if (modified >= 0 && system.tootctlExitCode == 0) {
            confirmed.add(command.get(modified + 1));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String name = authorization == null ? "" : authorization.replaceFirst("Bearer user-", "");
        switch (path) {
            case "/api/v1/apps" -> reply(exchange, 200, "{\"client_id\": \"i\", \"client_secret\": \"s\"}");
            case "/oauth/token" -> reply(exchange, 200, "{\"access_token\": \"app\"}");
            case "/api/v1/accounts" -> signUp(exchange, body);
            case "/auth/confirmation" -> confirm(exchange);
            case "/api/v1/accounts/verify_credentials" -> {
                boolean known = confirmed.contains(name) || fault.equals("early");
                reply(exchange, known ? 200 : 403, "{\"username\": \"%s\"}".formatted(name));
            }
            case "/.well-known/webfinger" -> {
                String subject = exchange.getRequestURI().getQuery().replaceFirst("resource=", "");
                reply(
                        exchange,
                        fault.equals("webfinger") ? 404 : 200,
                        "{\"subject\": \"%s\", \"links\": [{\"rel\": \"self\", \"type\": \"application/activity+json\"}]}"
                                .formatted(subject));
            }
            case "/api/v1/statuses" -> post(exchange, body);
            default -> reply(exchange, 200, fault.equals("timeline") ? "[]" : "[{\"id\": \"7\"}]");
        }
    }

    private void signUp(HttpExchange exchange, String body) throws IOException {
        if (fault.equals("sign-up")) {
            reply(exchange, 422, "{\"error\": \"Validation failed\"}");
            return;
        }
        String name = field(body, "username");
        mail.down = system.stopped.contains("mailpit");
        mail.take(
                "mastodon.test",
                sender,
                field(body, "email"),
                text.apply("https://mastodon.test/auth/confirmation?confirmation_token=%s&redirect_to_app=true"
                        .formatted(name)));
        reply(exchange, 200, "{\"access_token\": \"user-%s\"}".formatted(name));
    }

    /** As the real one: 302 for the right token and a page for any other. */
    private void confirm(HttpExchange exchange) throws IOException {
        String token = field(exchange.getRequestURI().getRawQuery(), "confirmation_token");
        boolean right = token.startsWith("archtest") && !fault.equals("confirmation");
        if (right) {
            confirmed.add(token);
        }
        reply(exchange, right ? 302 : 200, right ? "" : "Confirmation token is invalid");
    }

    private void post(HttpExchange exchange, String body) throws IOException {
        String status = "{\"id\": \"7\", \"content\": \"<p>%s</p>\"}".formatted(field(body, "status"));
        reply(exchange, 200, status);
        if (!fault.equals("delivery")) {
            streaming.send("{\"stream\": [\"public:local\"], \"event\": \"update\", \"payload\": \"%s\"}"
                    .formatted(status.replace("\"", "\\\"")));
        }
    }

    private static String field(String form, String name) {
        String value = form.replaceAll(".*(?:^|&)%s=([^&]*).*".formatted(name), "$1");
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        mail.close();
        streaming.close();
    }
}
