'use strict';

const { Pool } = require('pg');

const config = require('./config');
const log = require('./log');
const { ClientError } = require('./errors');

const pool = new Pool(config.database);
// Without a listener, a server that goes away would end the process.
pool.on('error', (error) => log.error({ err: { message: error.message } }, 'Database connection lost'));

const TOKEN_QUERY = `
  SELECT t.id AS token_id, t.scopes, u.account_id
  FROM oauth_access_tokens t
  JOIN users u ON u.id = t.resource_owner_id
  JOIN accounts a ON a.id = u.account_id
  WHERE t.token = $1 AND t.revoked_at IS NULL AND NOT u.disabled AND a.suspended_at IS NULL`;

// The token comes in the query, in the Authorization header or, from browsers, as the WebSocket's protocol.
function tokenOf(request, query) {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization || '');
  return query.get('access_token') || (bearer && bearer[1]) || request.headers['sec-websocket-protocol'];
}

// Who asks, or an error: every stream needs the token of a user.
async function authenticate(request, query) {
  const token = tokenOf(request, query);
  if (!token) throw new ClientError(401, 'Missing access token');
  const { rows } = await pool.query(TOKEN_QUERY, [token]);
  if (rows.length === 0) throw new ClientError(401, 'Invalid access token');
  const [row] = rows;
  return { tokenId: String(row.token_id), accountId: String(row.account_id), scopes: (row.scopes || '').split(' ') };
}

module.exports = { authenticate, pool };
