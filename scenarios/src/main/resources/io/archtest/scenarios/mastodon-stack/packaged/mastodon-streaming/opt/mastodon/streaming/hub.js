'use strict';

const redis = require('redis');

const config = require('./config');
const log = require('./log');

// The other processes send events only to channels that have this key; it has to outlive a missed renewal.
const RENEWAL_SECONDS = 6 * 60;
const RETRY_MILLIS = 1000;

function connection(options) {
  const client = redis.createClient({
    url: config.redisUrl,
    socket: { connectTimeout: 5000, reconnectStrategy: () => RETRY_MILLIS },
    ...options,
  });
  client.on('error', (error) => log.error({ err: { message: error.message } }, 'Error with Redis'));
  return client;
}

// One subscription in Redis per channel, however many clients listen to it.
function createHub() {
  const subscriber = connection({});
  // Renewals must fail at once without Redis, not wait for it.
  const commands = connection({ disableOfflineQueue: true });
  const listeners = new Map();
  const marked = new Map();
  const counts = { received: 0 };

  const report = (error) => log.error({ err: { message: error.message } }, 'Redis command failed');

  function mark(channel) {
    commands.set(`subscribed:${channel}`, '1', { EX: RENEWAL_SECONDS * 3 }).catch(report);
  }

  const receive = (message, channel) => {
    counts.received += 1;
    let event;
    try {
      event = JSON.parse(message);
    } catch (error) {
      log.error({ err: { message: error.message }, channel }, 'Message is not JSON');
      return;
    }
    for (const listener of listeners.get(channel) || []) listener(event);
  };

  function subscribe(channel, listener, visible) {
    if (!listeners.has(channel)) {
      listeners.set(channel, new Set());
      subscriber.subscribe(channel, receive).catch(report);
    }
    listeners.get(channel).add(listener);
    if (visible) {
      marked.set(channel, (marked.get(channel) || 0) + 1);
      mark(channel);
    }
  }

  function unsubscribe(channel, listener, visible) {
    const channelListeners = listeners.get(channel);
    if (!channelListeners || !channelListeners.delete(listener)) return;
    if (visible && marked.get(channel) > 1) marked.set(channel, marked.get(channel) - 1);
    else if (visible) marked.delete(channel);
    if (channelListeners.size > 0) return;
    listeners.delete(channel);
    subscriber.unsubscribe(channel, receive).catch(report);
  }

  const renewal = setInterval(() => [...marked.keys()].forEach(mark), RENEWAL_SECONDS * 1000);
  // A Redis that was restarted has forgotten the keys.
  commands.on('ready', () => [...marked.keys()].forEach(mark));

  return {
    subscribe,
    unsubscribe,
    channels: () => listeners.size,
    received: () => counts.received,
    connect() {
      subscriber.connect().catch(report);
      commands.connect().catch(report);
    },
    close() {
      clearInterval(renewal);
      for (const client of [subscriber, commands]) client.disconnect().catch(() => {});
    },
  };
}

module.exports = { createHub };
