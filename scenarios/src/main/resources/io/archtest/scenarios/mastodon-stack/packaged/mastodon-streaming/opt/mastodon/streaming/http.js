'use strict';

const { randomUUID } = require('crypto');

const log = require('./log');
const metrics = require('./metrics');
const { ClientError, publicView } = require('./errors');
const { authenticate, pool } = require('./database');
const { nameOfPath, resolve } = require('./channels');
const { createSession } = require('./session');

const HEARTBEAT_MILLIS = 15000;
const NO_STORE = { 'Cache-Control': 'private, no-store' };

function plain(response, body, contentType) {
  response.writeHead(200, { 'Content-Type': contentType, ...NO_STORE });
  response.end(body);
}

function fail(request, response, error) {
  const { status, message } = publicView(error);
  log.error({ req: log.describe(request), err: { type: error.name, message: error.message } }, message);
  if (response.headersSent) {
    response.end();
    return;
  }
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: message }));
}

function preflight(response) {
  response.setHeader('Access-Control-Allow-Methods', 'GET,HEAD,PUT,PATCH,POST,DELETE');
  response.setHeader('Vary', 'Access-Control-Request-Headers');
  response.writeHead(204, { 'Content-Length': '0' });
  response.end();
}

async function stream(hub, request, response, url) {
  const name = nameOfPath(url.pathname, url.searchParams);
  if (!name) throw new ClientError(400, 'Unknown channel requested');
  const client = await authenticate(request, url.searchParams);
  const target = resolve(name, { tag: url.searchParams.get('tag'), list: url.searchParams.get('list') }, client);
  response.writeHead(200, { 'Content-Type': 'text/event-stream', ...NO_STORE });
  response.write(':)\n');
  const send = (_stream, event, payload) => response.write(`event: ${event}\ndata: ${payload}\n\n`);
  const session = createSession(hub, client, 'eventsource', send, () => response.end());
  session.add(target);
  const heartbeat = setInterval(() => response.write(':thump\n\n'), HEARTBEAT_MILLIS);
  response.on('close', () => {
    clearInterval(heartbeat);
    session.close();
  });
}

async function route(hub, request, response, url) {
  if (request.method === 'OPTIONS') return preflight(response);
  if (url.pathname === '/api/v1/streaming/health') return plain(response, 'OK', 'text/plain');
  if (url.pathname === '/metrics') {
    return plain(response, metrics.render(pool, hub), 'text/plain; version=0.0.4; charset=utf-8');
  }
  return stream(hub, request, response, url);
}

function createHttpHandler(hub) {
  return (request, response) => {
    request.id = request.headers['x-request-id'] || randomUUID();
    // Any Host is served, also one that is not a name: only the path is of interest.
    const url = new URL(request.url, 'http://streaming.invalid');
    response.setHeader('X-Request-Id', request.id);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.on('finish', () => {
      log.info({ req: log.describe(request), res: { statusCode: response.statusCode } }, 'request completed');
    });
    route(hub, request, response, url).catch((error) => fail(request, response, error));
  };
}

module.exports = { createHttpHandler };
