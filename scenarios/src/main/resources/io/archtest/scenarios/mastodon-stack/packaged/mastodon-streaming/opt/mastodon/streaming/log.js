'use strict';

const os = require('os');

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const threshold = Math.max(LEVELS.indexOf(process.env.LOG_LEVEL || 'info'), 0);

// One JSON object per line.
function write(level, fields, message) {
  if (LEVELS.indexOf(level) < threshold) return;
  const line = {
    level, time: Date.now(), pid: process.pid, hostname: os.hostname(), name: 'streaming', ...fields, msg: message,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

// A request for the log, without its secrets.
function describe(request) {
  const headers = { ...request.headers };
  for (const name of ['authorization', 'sec-websocket-protocol', 'cookie']) {
    if (headers[name]) headers[name] = '[Redacted]';
  }
  const url = request.url.replace(/(access_token=)[^&]*/g, '$1[Redacted]');
  return { id: request.id, method: request.method, url, headers };
}

module.exports = {
  describe,
  info: (fields, message) => write('info', fields, message),
  error: (fields, message) => write('error', fields, message),
};
