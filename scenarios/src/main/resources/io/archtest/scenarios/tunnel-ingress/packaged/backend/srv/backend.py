"""A STAND-IN for jmalloc/echo-server: tells each request what it was, echoes WebSocket messages, and at /.sse sends events that
go on until the client leaves."""

import asyncio
import os
import socket
from datetime import datetime, timezone

from aiohttp import WSMsgType, web

NAME = "archtest STAND-IN for jmalloc/echo-server"
SERVED = f"Request served by {socket.gethostname()} ({NAME})"


def described(request):
    lines = [f"{request.method} {request.path_qs} HTTP/1.1", "", f"Host: {request.host}"]
    lines += sorted(f"{name}: {value}" for name, value in request.headers.items() if name.lower() != "host")
    return "\n".join(lines) + "\n"


async def answer(request):
    if request.headers.get("Upgrade", "").lower() == "websocket":
        return await echo(request)
    if request.path == "/.sse":
        return await events(request)
    return web.Response(text=f"{SERVED}\n\n{described(request)}")


async def echo(request):
    connection = web.WebSocketResponse()
    await connection.prepare(request)
    await connection.send_str(SERVED)
    async for message in connection:
        if message.type == WSMsgType.TEXT:
            await connection.send_str(message.data)
        elif message.type == WSMsgType.BINARY:
            await connection.send_bytes(message.data)
    return connection


def event(number, kind, text):
    data = "".join(f"data: {line}\n" for line in text.split("\n"))
    return f"event: {kind}\n{data}id: {number}\n\n".encode()


async def events(request):
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
    await response.prepare(request)
    number = 2
    await response.write(event(1, "server", SERVED))
    await response.write(event(number, "request", described(request)))
    while True:  # ended by the client's leaving, which the next write notices
        await asyncio.sleep(1)
        number += 1
        await response.write(event(number, "time", datetime.now(timezone.utc).isoformat(timespec="seconds")))


async def named(request, response):
    response.headers["Server"] = NAME


if __name__ == "__main__":
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    application.on_response_prepare.append(named)
    print(NAME, flush=True)
    web.run_app(application, port=int(os.environ["PORT"]))
