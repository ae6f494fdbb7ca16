'use strict';

const { ClientError } = require('./errors');

const PUBLIC = [
  'public', 'public:media', 'public:local', 'public:local:media', 'public:remote', 'public:remote:media',
];
const NAMES = ['system', 'user', 'user:notification', 'list', 'direct', ...PUBLIC, 'hashtag', 'hashtag:local'];

// Paths of server-sent events, without the prefix.
const PATHS = new Map([
  ['user', 'user'], ['user/notification', 'user:notification'], ['public', 'public'], ['public/local', 'public:local'],
  ['public/remote', 'public:remote'], ['direct', 'direct'], ['hashtag', 'hashtag'], ['hashtag/local', 'hashtag:local'],
  ['list', 'list'],
]);

function allow(client, ...scopes) {
  if (!['read', ...scopes].some((scope) => client.scopes.includes(scope))) {
    throw new ClientError(401, 'Access token does not have the required scopes');
  }
}

// The Redis channels of a stream for a client, and the `stream` that its messages carry.
function resolve(name, parameters, client) {
  if (name === 'user') {
    allow(client, 'read:statuses');
    const own = `timeline:${client.accountId}`;
    return { name, stream: ['user'], channels: [own, `${own}:notifications`] };
  }
  if (name === 'user:notification') {
    allow(client, 'read:notifications');
    return { name, stream: [name], channels: [`timeline:${client.accountId}:notifications`] };
  }
  if (name === 'direct') return { name, stream: [name], channels: [`timeline:direct:${client.accountId}`] };
  if (PUBLIC.includes(name)) return { name, stream: [name], channels: [`timeline:${name}`] };
  if (name === 'hashtag' || name === 'hashtag:local') return hashtag(name, parameters);
  if (name === 'list') throw new ClientError(401, 'Not authorized to stream this list');
  throw new ClientError(400, 'Unknown stream type');
}

function hashtag(name, parameters) {
  const { tag } = parameters;
  if (!tag) throw new ClientError(400, 'Missing tag name parameter');
  const suffix = name === 'hashtag:local' ? ':local' : '';
  return { name, stream: [name, tag], channels: [`timeline:hashtag:${tag.toLowerCase()}${suffix}`] };
}

// The stream a path asks for, or undefined.
function nameOfPath(path, query) {
  const match = /^\/api\/v1\/streaming\/(.+?)\/?$/.exec(path);
  const name = match && PATHS.get(match[1]);
  const onlyMedia = ['1', 'true'].includes(query.get('only_media'));
  return name && onlyMedia && name.startsWith('public') ? `${name}:media` : name || undefined;
}

// Channels on which the server itself hears about a client's account and token.
function systemChannels(client) {
  return [`timeline:access_token:${client.tokenId}`, `timeline:system:${client.accountId}`];
}

module.exports = { NAMES, nameOfPath, resolve, systemChannels };
