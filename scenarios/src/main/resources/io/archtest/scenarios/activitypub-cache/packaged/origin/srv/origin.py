"""A STAND-IN for WordPress with the ActivityPub plugin 9: one site, two accounts, one post. It answers as that does where a page
cache could go wrong (media types, Vary, Link, redirects, HEAD, gzip, query strings), and knows nothing else."""

import gzip
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

NAME = "archtest STAND-IN for WordPress with the ActivityPub plugin"
DOMAIN = "social.test"
SITE = "http://" + DOMAIN
ACCOUNTS = {"alice": 1, "bob": 2}
ACTIVITY_STREAMS = "https://www.w3.org/ns/activitystreams"
ACTIVITY = "application/activity+json"


def quality(entry):
    for parameter in entry.split(";")[1:]:
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def wants_activity(accept):
    """The plugin's newer rule: what has the highest q wins, and ld+json counts with the profile of ActivityStreams only."""
    activity = page = 0.0
    for entry in accept.split(","):
        media_type = entry.split(";")[0].strip().lower()
        named = media_type == ACTIVITY or (media_type == "application/ld+json" and ACTIVITY_STREAMS in entry)
        if named:
            activity = max(activity, quality(entry))
        elif media_type in ("text/html", "application/xhtml+xml", "*/*"):
            page = max(page, quality(entry))
    return activity > page


def actor(name):
    number = ACCOUNTS[name]
    return {
        "@context": ACTIVITY_STREAMS,
        "id": f"{SITE}/?author={number}",
        "type": "Person",
        "preferredUsername": name,
        "name": f"{name} ({NAME})",
        "url": f"{SITE}/author/{name}/",
        "inbox": f"{SITE}/wp-json/activitypub/1.0/actors/{number}/inbox",
        "outbox": f"{SITE}/wp-json/activitypub/1.0/actors/{number}/outbox",
    }


def post():
    return {
        "@context": ACTIVITY_STREAMS,
        "id": f"{SITE}/?p=1",
        "type": "Article",
        "attributedTo": f"{SITE}/?author=1",
        "url": f"{SITE}/hello-world/",
        "content": f"<p>Hello world! ({NAME})</p>",
    }


def webfinger(resource):
    name = resource.removeprefix("acct:").removesuffix("@" + DOMAIN)
    if resource != f"acct:{name}@{DOMAIN}" or name not in ACCOUNTS:
        return None
    href = f"{SITE}/?author={ACCOUNTS[name]}"
    return {"subject": resource, "aliases": [href], "links": [{"rel": "self", "type": ACTIVITY, "href": href}]}


class Origin(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def version_string(self):
        return NAME

    def do_GET(self):
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        if url.path == "/.well-known/webfinger":
            self.webfinger(query.get("resource", [""])[0])
        elif url.path == "/hello-world/":
            self.negotiate(post(), "Hello world!")
        else:
            self.author(url.path, query)

    do_HEAD = do_GET

    def author(self, path, query):
        for name, number in ACCOUNTS.items():
            if path == f"/author/{name}/":
                return self.negotiate(actor(name), name)
            if path == "/" and query.get("author") == [str(number)]:
                return self.negotiate(actor(name), name, moved_to=f"{SITE}/author/{name}/")
        return self.answer(404, "text/html; charset=UTF-8", "<!doctype html><p>Not found")

    def webfinger(self, resource):
        found = webfinger(resource)
        body = found if found else {"code": "webfinger_not_found"}
        self.answer(200 if found else 404, "application/jrd+json", json.dumps(body), {"Access-Control-Allow-Origin": "*"})

    def negotiate(self, thing, title, moved_to=None):
        """A person who follows a short link is sent to the long one; a server gets its answer at once."""
        if wants_activity(self.headers.get("Accept", "*/*")):
            self.answer(200, ACTIVITY, json.dumps(thing))
        elif moved_to:
            self.answer(301, "text/html; charset=UTF-8", "", {"Location": moved_to})
        else:
            link = f'<{thing["id"]}>; rel="alternate"; type="{ACTIVITY}"'
            page = f"<!doctype html><title>{title}</title><p>{title}<footer>{NAME}</footer>"
            self.answer(200, "text/html; charset=UTF-8", page, {"Link": link})

    def answer(self, status, media_type, text, headers=None):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Vary", "Accept, Accept-Encoding")
        if body and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


if __name__ == "__main__":
    print(NAME + ": listening on port 80", flush=True)
    ThreadingHTTPServer(("", 80), Origin).serve_forever()
