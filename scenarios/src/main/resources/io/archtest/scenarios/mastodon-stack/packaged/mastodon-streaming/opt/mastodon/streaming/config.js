'use strict';

const { env } = process;

function redisUrl() {
  if (env.REDIS_URL) return env.REDIS_URL;
  const credentials = env.REDIS_PASSWORD
    ? `${encodeURIComponent(env.REDIS_USER || '')}:${encodeURIComponent(env.REDIS_PASSWORD)}@`
    : '';
  return `redis://${credentials}${env.REDIS_HOST || '127.0.0.1'}:${env.REDIS_PORT || 6379}/${env.REDIS_DB || 0}`;
}

// The variables and defaults are Mastodon's.
module.exports = {
  version: '4.6.5+archtest-standin',
  bind: env.BIND || '127.0.0.1',
  port: Number(env.PORT || 4000),
  redisUrl: redisUrl(),
  database: {
    host: env.DB_HOST || 'localhost',
    port: Number(env.DB_PORT || 5432),
    user: env.DB_USER || 'mastodon',
    password: env.DB_PASS || '',
    database: env.DB_NAME || 'mastodon_production',
    max: Number(env.DB_POOL || 10),
    connectionTimeoutMillis: 15000,
  },
};
