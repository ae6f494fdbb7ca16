'use strict';

// archtest's stand-in for Mastodon's streaming server: the same port, paths, answers and Redis channels, as far as checks
// look. It contains nothing of Mastodon's code.

const http = require('http');

const config = require('./config');
const log = require('./log');
const { createHub } = require('./hub');
const { createHttpHandler } = require('./http');
const { attachWebSockets } = require('./websocket');
const { pool } = require('./database');

const hub = createHub();
const server = http.createServer(createHttpHandler(hub));
attachWebSockets(server, hub);

function stop() {
  hub.close();
  server.close();
  server.closeAllConnections();
  pool.end().finally(() => process.exit(0));
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);

server.listen(config.port, config.bind, () => {
  log.info({}, `archtest stand-in ${config.version} for Mastodon's streaming server: this is not Mastodon`);
  log.info({}, `Streaming API now listening on ${config.bind}:${config.port}`);
});

// Neither PostgreSQL nor Redis has to be there yet: clients of both connect when they can.
hub.connect();
