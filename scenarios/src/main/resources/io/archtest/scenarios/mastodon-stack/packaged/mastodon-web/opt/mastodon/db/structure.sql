-- The tables the stand-in uses: names and columns as in Mastodon, as far as used.

-- Ids that sort by time: milliseconds in the upper 48 bits, a per-table sequence in the lower 16.
CREATE FUNCTION timestamp_id(table_name text) RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT ((extract(epoch FROM clock_timestamp()) * 1000)::bigint << 16)
         | (nextval((table_name || '_id_seq')::regclass) & 65535)
$$;

CREATE SEQUENCE accounts_id_seq;
CREATE SEQUENCE statuses_id_seq;
CREATE SEQUENCE media_attachments_id_seq;

CREATE TABLE ar_internal_metadata (
  key varchar PRIMARY KEY,
  value varchar,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE TABLE schema_migrations (version varchar PRIMARY KEY);

CREATE TABLE accounts (
  id bigint PRIMARY KEY DEFAULT timestamp_id('accounts'),
  username varchar NOT NULL DEFAULT '',
  domain varchar,
  private_key text,
  public_key text NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  note text NOT NULL DEFAULT '',
  display_name varchar NOT NULL DEFAULT '',
  uri varchar NOT NULL DEFAULT '',
  url varchar,
  locked boolean NOT NULL DEFAULT false,
  actor_type varchar,
  discoverable boolean,
  indexable boolean NOT NULL DEFAULT false,
  suspended_at timestamp,
  inbox_url varchar NOT NULL DEFAULT '',
  shared_inbox_url varchar NOT NULL DEFAULT '',
  followers_url varchar NOT NULL DEFAULT '',
  last_webfingered_at timestamp
);
CREATE UNIQUE INDEX index_accounts_on_username_and_domain_lower ON accounts (lower(username), coalesce(lower(domain), ''));

CREATE TABLE account_stats (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL UNIQUE REFERENCES accounts ON DELETE CASCADE,
  statuses_count bigint NOT NULL DEFAULT 0,
  following_count bigint NOT NULL DEFAULT 0,
  followers_count bigint NOT NULL DEFAULT 0,
  last_status_at timestamp,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);

CREATE TABLE follows (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  target_account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  uri varchar,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  UNIQUE (account_id, target_account_id)
);
CREATE TABLE follow_requests (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  target_account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  uri varchar,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  UNIQUE (account_id, target_account_id)
);

CREATE TABLE user_roles (
  id bigserial PRIMARY KEY,
  name varchar NOT NULL DEFAULT '',
  color varchar NOT NULL DEFAULT '',
  position integer NOT NULL DEFAULT 0,
  permissions bigint NOT NULL DEFAULT 0,
  highlighted boolean NOT NULL DEFAULT false,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);

CREATE TABLE oauth_applications (
  id bigserial PRIMARY KEY,
  name varchar NOT NULL,
  uid varchar NOT NULL UNIQUE,
  secret varchar NOT NULL,
  redirect_uri text NOT NULL,
  scopes varchar NOT NULL DEFAULT '',
  created_at timestamp,
  updated_at timestamp,
  superapp boolean NOT NULL DEFAULT false,
  website varchar
);

CREATE TABLE users (
  id bigserial PRIMARY KEY,
  email varchar NOT NULL DEFAULT '' UNIQUE,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  encrypted_password varchar NOT NULL DEFAULT '',
  confirmation_token varchar UNIQUE,
  confirmed_at timestamp,
  confirmation_sent_at timestamp,
  locale varchar,
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  disabled boolean NOT NULL DEFAULT false,
  approved boolean NOT NULL DEFAULT true,
  chosen_languages varchar[],
  created_by_application_id bigint REFERENCES oauth_applications ON DELETE SET NULL,
  role_id bigint REFERENCES user_roles ON DELETE SET NULL
);

CREATE TABLE oauth_access_tokens (
  id bigserial PRIMARY KEY,
  token varchar NOT NULL UNIQUE,
  expires_in integer,
  revoked_at timestamp,
  created_at timestamp NOT NULL,
  scopes varchar,
  application_id bigint REFERENCES oauth_applications ON DELETE CASCADE,
  resource_owner_id bigint REFERENCES users ON DELETE CASCADE
);

CREATE TABLE statuses (
  id bigint PRIMARY KEY DEFAULT timestamp_id('statuses'),
  uri varchar UNIQUE,
  url varchar,
  text text NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  in_reply_to_id bigint REFERENCES statuses ON DELETE SET NULL,
  in_reply_to_account_id bigint REFERENCES accounts ON DELETE SET NULL,
  sensitive boolean NOT NULL DEFAULT false,
  visibility integer NOT NULL DEFAULT 0,
  spoiler_text text NOT NULL DEFAULT '',
  language varchar,
  local boolean,
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  application_id bigint REFERENCES oauth_applications ON DELETE SET NULL,
  deleted_at timestamp
);
CREATE INDEX index_statuses_public ON statuses (id DESC) WHERE deleted_at IS NULL AND visibility = 0;

CREATE TABLE media_attachments (
  id bigint PRIMARY KEY DEFAULT timestamp_id('media_attachments'),
  status_id bigint REFERENCES statuses ON DELETE SET NULL,
  account_id bigint REFERENCES accounts ON DELETE SET NULL,
  type integer NOT NULL DEFAULT 0,
  file_file_name varchar,
  file_content_type varchar,
  file_updated_at timestamp,
  file_meta json,
  remote_url varchar NOT NULL DEFAULT '',
  description text,
  blurhash varchar,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE INDEX index_media_attachments_on_status_id ON media_attachments (status_id);

CREATE TABLE tags (
  id bigserial PRIMARY KEY,
  name varchar NOT NULL UNIQUE,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE TABLE statuses_tags (
  status_id bigint NOT NULL REFERENCES statuses ON DELETE CASCADE,
  tag_id bigint NOT NULL REFERENCES tags ON DELETE CASCADE,
  PRIMARY KEY (status_id, tag_id)
);

CREATE TABLE settings (
  id bigserial PRIMARY KEY,
  var varchar NOT NULL,
  value text,
  thing_type varchar,
  thing_id bigint,
  created_at timestamp,
  updated_at timestamp
);
CREATE UNIQUE INDEX index_settings_on_var ON settings (var) WHERE thing_id IS NULL;

CREATE TABLE webhooks (
  id bigserial PRIMARY KEY,
  url varchar NOT NULL UNIQUE,
  events varchar[] NOT NULL DEFAULT '{}',
  enabled boolean NOT NULL DEFAULT true
);
CREATE TABLE fasp_subscriptions (id bigserial PRIMARY KEY, category varchar NOT NULL, subscription_type varchar NOT NULL);
CREATE TABLE scheduled_statuses (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  scheduled_at timestamp,
  params jsonb
);

INSERT INTO schema_migrations (version) VALUES ('archtest-standin-1');
INSERT INTO ar_internal_metadata VALUES ('environment', 'production', now(), now());
INSERT INTO user_roles (id, name, color, position, permissions, highlighted, created_at, updated_at) VALUES
  (-99, '', '', -1, 65536, false, now(), now()),
  (1, 'Moderator', '', 10, 1308, true, now(), now()),
  (2, 'Admin', '', 100, 983036, true, now(), now()),
  (3, 'Owner', '', 1000, 1, true, now(), now());
SELECT setval('user_roles_id_seq', 3);
INSERT INTO accounts (id, username, actor_type, locked, created_at, updated_at)
  VALUES (-99, 'mastodon.internal', 'Application', true, now(), now());
INSERT INTO oauth_applications (name, uid, secret, redirect_uri, scopes, superapp, created_at, updated_at)
  VALUES ('Web', md5(random()::text), md5(random()::text), 'urn:ietf:wg:oauth:2.0:oob', 'read write follow push', true,
          now(), now());
