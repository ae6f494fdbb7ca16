package io.archtest.cause;

import static io.archtest.cause.Sign.answer;
import static io.archtest.cause.Sign.hint;
import static io.archtest.cause.Sign.log;

import java.util.List;

/** What goes wrong between a component and what it talks to; in cells, checks and logs. */
final class ConnectionCauses {
    static final List<KnownCause> ALL = List.of(
            KnownCause.of(
                    "peer-ended",
                    "a component has ended",
                    "the cell's or check's own finding",
                    "see why it ended: its own cause in this report, and its log",
                    answer("is not running any more; it ended with exit code", "is not running: ")),
            KnownCause.of(
                    "wrong-peer",
                    "wrong peer",
                    "the nonce did not arrive at the component, though something accepted the connection",
                    "something else answers there: look for two components with one name or alias, or a port that another program holds",
                    answer("^wrong peer", "somebody else: the request did not arrive")),
            KnownCause.of(
                    "clock-skew",
                    "clocks differ",
                    "a message that says so, or a certificate that isn't valid yet",
                    "set the clocks of host and engine alike ('docker run --rm IMAGE date' beside 'date'); a virtual machine's may stand after sleep",
                    answer(clock()),
                    log(clock())),
            KnownCause.of(
                    "certificate-expired",
                    "certificate has expired",
                    "the TLS library's message",
                    "make a new certificate; if it is new, look at the clocks",
                    answer(expired()),
                    log(expired())),
            KnownCause.of(
                    "tls",
                    "TLS: certificate or protocol is not accepted",
                    "the TLS library's message",
                    "see that the client trusts the server's authority, that the name is one of the certificate's, and that both speak TLS on that port",
                    answer(tls()),
                    log(tls())),
            KnownCause.of(
                    "redirect-loop",
                    "redirect loop",
                    "the client gave up following redirects",
                    "a server behind a proxy often redirects to https again and again since it isn't told that it was https: X-Forwarded-Proto",
                    answer(
                            "maximum redirects \\(\\d+\\) exceeded",
                            "maximum \\(\\d+\\) redirects followed",
                            "circular redirect"),
                    log("too many redirects", "ERR_TOO_MANY_REDIRECTS", "redirected you too many times")),
            KnownCause.of(
                    "host-authorisation",
                    "refused by authorisation (403)",
                    "a check got status 403, or the log says that the host is blocked",
                    "mostly the Host or X-Forwarded-Host is not one that the server is set up for (Rails: config.hosts, LOCAL_DOMAIN): compare it with the check's 'host'; else its permissions",
                    answer("(^|; )status 403\\b", "status code 403", "HTTP 403"),
                    log("blocked hosts?: ", "\\[ActionDispatch::HostAuthorization", "Invalid HTTP_HOST header")),
            KnownCause.of(
                    "name-not-resolved",
                    "name not resolved",
                    "outcome 'dns' of a connection, or the resolver's message in the log",
                    "check that the name is a component on the same network and that depends_on waits for it",
                    answer("^dns \\(", "; dns \\(", names()),
                    hint(names())),
            KnownCause.of(
                    "connection-refused",
                    "a server it needs refuses connections",
                    "outcome 'refused' of a connection, or the message in the log",
                    "the server is not up or not where it is looked for: depends_on with condition service_healthy; or it listens on 127.0.0.1 only",
                    answer("^refused \\(", "; refused \\(", "connection refused", "ECONNREFUSED"),
                    hint("connection refused", "ECONNREFUSED")),
            KnownCause.of(
                    "connection-reset",
                    "a connection was reset",
                    "outcome 'reset' of a connection, or the message in the log",
                    "the other side ended it: see its log; a protocol that it doesn't expect, or a crash, does this",
                    answer(
                            "^reset \\(",
                            "; reset \\(",
                            "connection reset",
                            "ECONNRESET",
                            "a connection that was closed without a word"),
                    hint("connection reset by peer", "ECONNRESET")),
            KnownCause.of(
                    "no-route",
                    "no route to the server",
                    "outcome 'no-route' of a connection, or the message in the log",
                    "the two share no network, or a firewall is between them: see 'networks' of both",
                    answer("^no-route \\(", "; no-route \\(", "no route to host", "network is unreachable"),
                    hint("no route to host", "EHOSTUNREACH", "network is unreachable", "ENETUNREACH")),
            KnownCause.of(
                    "timed-out",
                    "a connection timed out",
                    "outcome 'timeout' of a connection, no answer in time, or the message in the log",
                    "nothing answers: a firewall drops it, the address is nobody's, or the server is too busy (see the factors of emulation)",
                    answer("^timeout \\(", "; timeout \\(", "no (complete )?answer within", "timed out", "ETIMEDOUT"),
                    hint("connection timed out", "operation timed out", "ETIMEDOUT", "i/o timeout", "timeout expired")),
            KnownCause.of(
                    "nothing-behind-relay",
                    "nothing answers behind the relay",
                    "the relay accepted a connection whose nonce arrived nowhere",
                    "see whether the component listens on all addresses, and whether the engine publishes the port: the relay's and the component's log",
                    answer("^nothing arrived: the relay accepted")));

    private static String clock() {
        return "certificate is not yet valid|not valid yet|NotBefore:|not yet valid|RequestTimeTooSkewed|request time too skewed"
                + "|clock ?skew|clock (is )?(too )?(far )?(skewed|ahead|behind)|date outside acceptable time window";
    }

    private static String expired() {
        return "certificate (has|is) expired|certificate expired|NotAfter:";
    }

    private static String tls() {
        return "SSLHandshakeException|SSLPeerUnverifiedException|PKIX path|SSL certificate problem|certificate verify failed"
                + "|unable to get local issuer|self[- ]signed certificate|no alternative certificate subject name"
                + "|x509: |tlsv1 alert|SSL routines|wrong version number|not an SSL/TLS record|certificate refused"
                + "|X\\.509 verification result";
    }

    private static String names() {
        return "could not translate host name|temporary failure in name resolution|getaddrinfo (ENOTFOUND|EAI_AGAIN)"
                + "|name or service not known|name does not resolve|could not resolve host|no such host|wget: bad address|UnknownHostException";
    }

    private ConnectionCauses() {}
}
