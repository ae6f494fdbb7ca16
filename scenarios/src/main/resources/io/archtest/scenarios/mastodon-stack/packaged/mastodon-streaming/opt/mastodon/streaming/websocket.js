'use strict';

const { randomUUID } = require('crypto');
const { WebSocketServer } = require('ws');

const log = require('./log');
const { publicView } = require('./errors');
const { authenticate } = require('./database');
const { resolve } = require('./channels');
const { createSession } = require('./session');

const PING_MILLIS = 30000;

// A handshake that fails ends with an empty answer; the reason is in a header, since browsers show no body.
function refuse(socket, request, error) {
  const { status, message } = publicView(error);
  const phrase = status === 401 ? 'Unauthorized' : 'Internal Server Error';
  log.error({ req: log.describe(request), err: { type: error.name, message: error.message } }, message);
  socket.end([
    `HTTP/1.1 ${status} ${phrase}`, 'Connection: close', 'Content-Type: text/plain', 'Content-Length: 0',
    `X-Request-Id: ${request.id}`, `X-Error-Message: ${message}`, '', '',
  ].join('\r\n'));
}

function serve(hub, socket, request, client, query) {
  const write = (object) => socket.send(JSON.stringify(object));
  const send = (stream, event, payload) => write({ stream, event, payload });
  const session = createSession(hub, client, 'websocket', send, () => socket.close());
  // A stream that can't be had is told to the client; the connection and its other streams go on.
  const change = (action, name, parameters) => {
    try {
      session[action](resolve(name, parameters, client));
    } catch (error) {
      const { status, message } = publicView(error);
      write({ error: message, status });
    }
  };
  socket.on('message', (data) => {
    const message = parse(data);
    if (message && message.type === 'subscribe') change('add', message.stream, message);
    else if (message && message.type === 'unsubscribe') change('remove', message.stream, message);
  });
  socket.alive = true;
  socket.on('pong', () => { socket.alive = true; });
  socket.on('error', (error) => log.error({ err: { message: error.message } }, 'WebSocket error'));
  socket.on('close', () => session.close());
  const first = query.get('stream');
  if (first) change('add', first, { tag: query.get('tag'), list: query.get('list') });
}

function parse(data) {
  try {
    const message = JSON.parse(data.toString());
    return typeof message === 'object' ? message : null;
  } catch {
    return null;
  }
}

function attachWebSockets(server, hub) {
  const sockets = new WebSocketServer({ noServer: true, clientTracking: true });
  sockets.on('headers', (headers, request) => headers.push(`X-Request-Id: ${request.id}`));
  const pinging = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!socket.alive) socket.terminate();
      socket.alive = false;
      socket.ping();
    }
  }, PING_MILLIS);
  server.on('close', () => clearInterval(pinging));
  server.on('upgrade', async (request, socket, head) => {
    request.id = request.headers['x-request-id'] || randomUUID();
    socket.on('error', (error) => log.error({ err: { message: error.message } }, 'Socket error'));
    try {
      const query = new URL(request.url, 'http://streaming.invalid').searchParams;
      const client = await authenticate(request, query);
      sockets.handleUpgrade(request, socket, head, (websocket) => serve(hub, websocket, request, client, query));
    } catch (error) {
      refuse(socket, request, error);
    }
  });
}

module.exports = { attachWebSockets };
