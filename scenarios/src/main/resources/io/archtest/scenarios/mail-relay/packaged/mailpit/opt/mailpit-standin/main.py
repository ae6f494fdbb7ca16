"""archtest's stand-in for Mailpit: takes mail by SMTP and shows it by the few API calls that checks use. It is not Mailpit."""

import asyncio
import os
import signal

from api import serve_api
from mailbox import Mailbox
from smtp import serve_smtp

VERSION = "v1.30.5+archtest-standin"


def address(variable, default):
    host, _, port = os.environ.get(variable, default).rpartition(":")
    return host.strip("[]"), int(port)


async def main():
    print(f"archtest stand-in for Mailpit, {VERSION}: this is not Mailpit", flush=True)
    mailbox = Mailbox()
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(wanted, stopped.set)
    smtp = await serve_smtp(mailbox, *address("MP_SMTP_BIND_ADDR", "0.0.0.0:1025"))
    serve_api(mailbox, VERSION, *address("MP_UI_BIND_ADDR", "0.0.0.0:8025"))
    print("[smtpd] and [http] accept connections", flush=True)
    await stopped.wait()
    smtp.close()


asyncio.run(main())
