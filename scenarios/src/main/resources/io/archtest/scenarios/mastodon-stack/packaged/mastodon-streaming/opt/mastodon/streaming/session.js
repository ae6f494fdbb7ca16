'use strict';

const log = require('./log');
const metrics = require('./metrics');
const { systemChannels } = require('./channels');

// Events go out as text; an object is a post or a notification.
function text(payload) {
  return typeof payload === 'object' ? JSON.stringify(payload) : String(payload);
}

// What one connection listens to. `send(stream, event, payload)` writes to the client, `end()` closes it.
function createSession(hub, client, type, send, end) {
  const streams = new Map();
  const kill = (event) => {
    if (event.event === 'kill') end();
  };
  const system = systemChannels(client);
  system.forEach((channel) => hub.subscribe(channel, kill, false));
  metrics.clients.add(type, 1);
  metrics.channels.add(type, 'system', 1);

  function add(target) {
    const key = target.channels.join();
    if (streams.has(key)) return;
    const listener = ({ event, payload }) => {
      metrics.messages.add(type, 1);
      send(target.stream, event, text(payload));
    };
    streams.set(key, { target, listener });
    target.channels.forEach((channel) => hub.subscribe(channel, listener, true));
    metrics.channels.add(type, target.name, 1);
    log.info({ account: { id: client.accountId }, channelIds: target.channels }, 'Starting stream');
  }

  function remove(target) {
    const key = target.channels.join();
    const entry = streams.get(key);
    if (!entry) return;
    streams.delete(key);
    target.channels.forEach((channel) => hub.unsubscribe(channel, entry.listener, true));
    metrics.channels.add(type, target.name, -1);
    log.info({ account: { id: client.accountId }, channelIds: target.channels }, 'Ending stream');
  }

  function close() {
    [...streams.values()].forEach(({ target }) => remove(target));
    system.forEach((channel) => hub.unsubscribe(channel, kill, false));
    metrics.channels.add(type, 'system', -1);
    metrics.clients.add(type, -1);
  }

  return { add, remove, close };
}

module.exports = { createSession };
