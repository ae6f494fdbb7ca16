"""What has been received, in the JSON that Mailpit gives."""

import email
import email.policy
import email.utils
import re
import shlex
import uuid
from datetime import datetime, timezone

POLICY = email.policy.default
# Go spells header names so; Python keeps them as they came.
WORD = re.compile(r"[^-]+")


class Mail:
    def __init__(self, raw):
        self.id = uuid.uuid4().hex
        self.created = datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")
        self.raw = raw
        self.message = email.message_from_bytes(raw, policy=POLICY)

    def addresses(self, header):
        values = [str(value) for value in self.message.get_all(header, [])]
        return [{"Name": name, "Address": address} for name, address in email.utils.getaddresses(values)]

    def headers(self):
        """Each name once, its values from the top of the mail to its bottom, on one line each as Go reads them."""
        found = {}
        # The raw text: the parsed one loses what it does not understand.
        for name, value in email.message_from_bytes(self.raw).items():
            key = WORD.sub(lambda word: word.group().capitalize(), name)
            found.setdefault(key, []).append(re.sub(r"\r?\n[ \t]+", " ", str(value)))
        return found

    def body(self, kind):
        part = self.message.get_body(preferencelist=(kind,))
        return part.get_content() if part else ""

    def header(self, name):
        return str(self.message.get(name, ""))

    def common(self):
        sender = self.addresses("From")
        return {
            "ID": self.id,
            "MessageID": self.header("Message-ID").strip("<> "),
            "From": sender[0] if sender else None,
            "To": self.addresses("To"),
            "Cc": self.addresses("Cc"),
            "Bcc": self.addresses("Bcc"),
            "ReplyTo": self.addresses("Reply-To"),
            "Subject": self.header("Subject"),
            "Size": len(self.raw),
            "Tags": [],
        }

    def summary(self):
        return {**self.common(), "Created": self.created, "Attachments": 0, "Snippet": self.body("plain")[:250]}

    def details(self):
        return {**self.common(), "Date": self.created, "ReturnPath": self.header("Return-Path").strip("<> "),
                "Text": self.body("plain"), "HTML": self.body("html"), "Inline": [], "Attachments": []}


class Mailbox:
    def __init__(self):
        self.mails = []

    def add(self, raw):
        mail = Mail(raw)
        self.mails.insert(0, mail)
        return mail

    def find(self, wanted):
        if wanted == "latest":
            return self.mails[0] if self.mails else None
        return next((mail for mail in self.mails if mail.id == wanted), None)

    def search(self, query):
        """Only `to:`, `from:` and `subject:`, all of which must match; anything else is an error rather than a wrong answer."""
        found = self.mails
        for term in shlex.split(query):
            field, separator, text = term.partition(":")
            if not separator or field.lower() not in ("to", "from", "subject"):
                raise ValueError(f"archtest's stand-in for Mailpit searches to:, from: and subject:, not {term}")
            found = [mail for mail in found if text.lower() in mail.header(field).lower()]
        return found
