"""The few HTTP calls of Mailpit's API that checks use."""

import json
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Api:
    def __init__(self, mailbox, version):
        self.mailbox = mailbox
        self.version = version

    def answer(self, target):
        """Status, content type and body for a GET of that path and query."""
        url = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        match url.path.strip("/").split("/"):
            case ["livez"] | ["readyz"]:
                return HTTPStatus.OK, "text/plain", "ok"
            case ["api", "v1", "info"]:
                return self.json({"Version": self.version, "Messages": len(self.mailbox.mails)})
            case ["api", "v1", "messages"]:
                return self.listing(self.mailbox.mails)
            case ["api", "v1", "search"]:
                return self.search(query.get("query", ""))
            case ["api", "v1", "message", wanted, *rest]:
                return self.message(self.mailbox.find(wanted), rest)
        return HTTPStatus.NOT_FOUND, "text/plain", "404 page not found (archtest's stand-in for Mailpit)"

    def search(self, query):
        if not query.strip():
            return HTTPStatus.BAD_REQUEST, "text/plain", "Error: no search query"
        try:
            return self.listing(self.mailbox.search(query))
        except ValueError as error:
            return HTTPStatus.BAD_REQUEST, "text/plain", f"Error: {error}"

    def message(self, mail, rest):
        if mail is not None:
            match rest:
                case []:
                    return self.json(mail.details())
                case ["headers"]:
                    return self.json(mail.headers())
                case ["raw"]:
                    return HTTPStatus.OK, "text/plain; charset=utf-8", mail.raw.decode(errors="replace")
        return HTTPStatus.NOT_FOUND, "text/plain", "404 page not found"

    def listing(self, mails):
        return self.json({"total": len(self.mailbox.mails), "messages_count": len(mails), "count": len(mails), "start": 0,
                          "tags": [], "messages": [mail.summary() for mail in mails]})

    @staticmethod
    def json(value):
        return HTTPStatus.OK, "application/json", json.dumps(value)


def serve_api(mailbox, version, host, port):
    """Answers in threads of their own until the process ends."""
    api = Api(mailbox, version)

    class Handler(BaseHTTPRequestHandler):
        server_version = "Mailpit (archtest stand-in)"
        sys_version = ""

        def do_GET(self):
            status, kind, body = api.answer(self.path)
            content = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_request(self, *_):
            """Not logged: health checks and polling would hide the mails."""

        def log_message(self, text, *values):
            print(f"[http] {self.address_string()} {text % values}", flush=True)

    server = ThreadingHTTPServer((host, port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
