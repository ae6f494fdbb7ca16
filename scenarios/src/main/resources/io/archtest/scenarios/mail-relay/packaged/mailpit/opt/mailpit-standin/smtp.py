"""The receiving end: SMTP by aiosmtpd, with the trace headers that Mailpit writes."""

import asyncio
import socket
from datetime import datetime, timezone

from aiosmtpd.smtp import SMTP


class Handler:
    def __init__(self, mailbox):
        self.mailbox = mailbox

    async def handle_DATA(self, server, session, envelope):
        when = datetime.now(timezone.utc).strftime("%a, %-d %b %Y %H:%M:%S %z (UTC)")
        trace = (
            f"Received: from {session.host_name} (unknown [{session.peer[0]}])\r\n"
            f"        by {socket.gethostname()} (Mailpit) with SMTP\r\n"
            f"        for <{envelope.rcpt_tos[0]}>; {when}\r\n"
        )
        content = f"Return-Path: <{envelope.mail_from or ''}>\r\n{trace}".encode() + envelope.original_content
        mail = self.mailbox.add(content)
        print(f"[smtpd] received ({session.peer[0]}) from:{envelope.mail_from} to:{envelope.rcpt_tos} as {mail.id}", flush=True)
        return f"250 2.0.0 Ok: queued as {mail.id}"


async def serve_smtp(mailbox, host, port):
    def session():
        return SMTP(Handler(mailbox), hostname=socket.gethostname(), ident="Mailpit (archtest stand-in) ESMTP Service ready",
                    enable_SMTPUTF8=True)

    return await asyncio.get_running_loop().create_server(session, host, port)
