'use strict';

const { NAMES } = require('./channels');

const TYPES = ['websocket', 'eventsource'];

// A number per combination of labels, all of them shown from the start.
function family(...labelSets) {
  const values = new Map();
  const keys = labelSets.reduce((prefixes, set) => prefixes.flatMap((p) => set.map((label) => [...p, label])), [[]]);
  keys.forEach((key) => values.set(key.join(' '), 0));
  return {
    add(...labelsAndAmount) {
      const amount = labelsAndAmount.pop();
      const key = labelsAndAmount.join(' ');
      values.set(key, (values.get(key) || 0) + amount);
    },
    entries: () => [...values],
  };
}

const clients = family(TYPES);
const channels = family(TYPES, NAMES);
const messages = family(TYPES);

function metric(name, kind, help, lines) {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...lines.map((line) => name + line), ''].join('\n');
}

function labelled(values, names) {
  return values.entries().map(([key, value]) => {
    const labels = key.split(' ').map((label, index) => `${names[index]}="${label}"`).join(',');
    return `{${labels}} ${value}`;
  });
}

// The text that Prometheus reads.
function render(pool, hub) {
  const cpu = process.cpuUsage();
  const started = Math.round(Date.now() / 1000 - process.uptime());
  return [
    metric('process_cpu_seconds_total', 'counter', 'Total user and system CPU time spent in seconds.',
      [` ${(cpu.user + cpu.system) / 1e6}`]),
    metric('process_start_time_seconds', 'gauge', 'Start time of the process since unix epoch in seconds.', [` ${started}`]),
    metric('process_resident_memory_bytes', 'gauge', 'Resident memory size in bytes.', [` ${process.memoryUsage().rss}`]),
    metric('pg_pool_total_connections', 'gauge', 'The total number of clients existing within the pool',
      [` ${pool.totalCount}`]),
    metric('pg_pool_idle_connections', 'gauge', 'The number of clients which are idle in the pool', [` ${pool.idleCount}`]),
    metric('pg_pool_waiting_queries', 'gauge', 'The number of queries waiting for a client', [` ${pool.waitingCount}`]),
    metric('connected_clients', 'gauge', 'The number of clients connected to the streaming server',
      labelled(clients, ['type'])),
    metric('connected_channels', 'gauge', 'The number of channels the clients listen to',
      labelled(channels, ['type', 'channel'])),
    metric('redis_subscriptions', 'gauge', 'The number of Redis channels the server is subscribed to', [` ${hub.channels()}`]),
    metric('redis_messages_received_total', 'counter', 'The number of messages received from Redis', [` ${hub.received()}`]),
    metric('messages_sent_total', 'counter', 'The number of messages sent to clients', labelled(messages, ['type'])),
  ].join('\n');
}

module.exports = { channels, clients, messages, render };
