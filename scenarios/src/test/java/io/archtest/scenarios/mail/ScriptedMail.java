package io.archtest.scenarios.mail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Postfix and a catcher in memory: Postfix' log as version 3.7 wrote it, Mailpit's API over HTTP as its documentation has it.
 * Faults are planted in the fields.
 */
public final class ScriptedMail implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What Postfix has logged. */
    public final List<String> log = new ArrayList<>();

    /** The only domain that Postfix relays for; empty for all. */
    public String allowedDomain = "";

    /** How it refuses all others. */
    public String refusal = "554 5.7.1";

    /** What it refuses reaches the catcher nevertheless. */
    public boolean leaky;

    /** Where Postfix relays to; anything but this catcher swallows the mail. */
    public String relayHost = "mailpit";

    /** Mail goes to the catcher itself. */
    public boolean around;

    /** The catcher is in an outage. */
    public boolean down;

    /** What Postfix does with a mail that can't be delivered now. */
    public String whileDown = "deferred";

    /** Nothing that waited is tried again. */
    public boolean forgetful;

    /** Postfix writes nothing of what it does. */
    public boolean silent;

    private final String myName;
    private final HttpServer server;
    private final List<Mail> caught = new ArrayList<>();
    private final List<Mail> waiting = new ArrayList<>();
    private int number = 0x4D2A0;

    private record Mail(String queueId, String client, String from, String to, String text, List<String> received) {}

    /** @param myName what Postfix calls itself */
    public ScriptedMail(String myName) throws IOException {
        this.myName = myName;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where the catcher's API is. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** A client sends; empty when the mail was taken, else the refusal. */
    public Optional<String> take(String client, String from, String to, String text) {
        if (around) {
            keep(new Mail("", client, from, to, text, List.of()), client);
            return Optional.empty();
        }
        if (!allowedDomain.isEmpty() && !from.endsWith("@" + allowedDomain)) {
            String words = "%s <%s>: Recipient address rejected: Access denied".formatted(refusal, to);
            say(
                    "smtpd[345]: NOQUEUE: reject: RCPT from unknown[192.168.0.1]: %s; from=<%s> to=<%s> proto=ESMTP helo=<%s>"
                            .formatted(words, from, to, client));
            if (leaky) {
                keep(new Mail("", client, from, to, text, List.of()), client);
            }
            return Optional.of(words);
        }
        String id = Integer.toHexString(number++).toUpperCase(java.util.Locale.ROOT);
        String received =
                "from %s (unknown [192.168.0.1]) by %s (Postfix) with ESMTP id %s for <%s>; Wed, 25 Nov 2026 14:16:23 +0000 (UTC)"
                        .formatted(client, myName, id, to);
        deliver(new Mail(id, client, from, to, text, List.of(received)));
        return Optional.empty();
    }

    /** The catcher is up again and Postfix tries once more. */
    public void back() {
        down = false;
        if (!forgetful) {
            List<Mail> retried = List.copyOf(waiting);
            waiting.clear();
            retried.forEach(this::deliver);
        }
    }

    private void deliver(Mail mail) {
        if (!relayHost.equals("mailpit")) {
            delivered(
                    mail,
                    relayHost,
                    "deferred (lost connection with %s[192.168.0.9] while receiving the initial server greeting)"
                            .formatted(relayHost));
        } else if (down) {
            waiting.add(mail);
            delivered(mail, "none", whileDown + " (connect to mailpit[192.168.0.2]:1025: Connection refused)");
        } else {
            keep(mail, myName);
            delivered(mail, "mailpit[192.168.0.2]:1025", "sent (250 2.0.0 Ok: queued as 7)");
        }
    }

    private void delivered(Mail mail, String relay, String status) {
        say("smtp[354]: %s: to=<%s>, relay=%s, delay=0.32, delays=0.07/0.24/0.01/0, dsn=2.0.0, status=%s"
                .formatted(mail.queueId(), mail.to(), relay, status));
    }

    private void keep(Mail mail, String client) {
        List<String> received = new ArrayList<>(mail.received());
        received.add(
                0,
                "from %s (unknown [192.168.0.3]) by mailpit (Mailpit) with SMTP for <%s>; Wed, 25 Nov 2026 14:16:23 +0000 (UTC)"
                        .formatted(client, mail.to()));
        caught.add(0, new Mail(mail.queueId(), client, mail.from(), mail.to(), mail.text(), received));
    }

    private void say(String words) {
        if (!silent) {
            log.add("Nov 25 14:16:23 postfix postfix/" + words);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        ObjectNode body = JSON.createObjectNode();
        if (path.equals("/api/v1/search")) {
            String query = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
            String recipient = query.replaceFirst("^query=to:\"(.*)\"$", "$1");
            var messages = body.putArray("messages");
            for (int i = 0; i < caught.size(); i++) {
                if (caught.get(i).to().equals(recipient)) {
                    messages.addObject().put("ID", String.valueOf(caught.size() - i));
                }
            }
        } else {
            Mail mail = caught.get(caught.size() - Integer.parseInt(path.replaceAll("\\D+v1\\D+|\\D", "")));
            if (path.endsWith("/headers")) {
                var received = body.putArray("Received");
                mail.received().forEach(received::add);
            } else {
                body.put("Subject", "archtest").put("Text", mail.text() + "\r\n");
                body.putObject("From").put("Name", "").put("Address", mail.from());
            }
        }
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** The catcher's end: nothing answers at its port any more. */
    @Override
    public void close() {
        server.stop(0);
    }
}
