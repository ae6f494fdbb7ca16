# frozen_string_literal: true

require_relative 'formatter'
require_relative 'jobs'
require_relative 'media'

module Standin
  # Posts: table `statuses` and the jobs that a new or deleted one causes.
  module Statuses
    VISIBILITIES = %w[public unlisted private direct].freeze
    MAX_CHARACTERS = 500
    LIVE = 'deleted_at IS NULL'

    module_function

    # `attributes`: text, visibility, spoiler_text, sensitive, language, application_id, media (rows). Returns the row.
    def create(account, attributes)
      status = Database.transaction do |connection|
        row = insert(connection, account, attributes)
        count(connection, account['id'], 1)
        tag(connection, row)
        Media.attach(connection, attributes[:media] || [], row['id'])
        row
      end
      enqueue(account, status)
      status
    end

    def insert(connection, account, attributes)
      values = [attributes[:text], VISIBILITIES.index(attributes[:visibility]), attributes[:spoiler_text].to_s,
                attributes[:sensitive] || false, attributes[:language] || 'en', account['id'], attributes[:application_id],
                Environment.base_url, attributes[:in_reply_to_id]]
      connection.exec_params(<<~SQL, values).first
        WITH fresh AS (SELECT timestamp_id('statuses') AS id)
        INSERT INTO statuses (id, uri, text, visibility, spoiler_text, sensitive, language, account_id, application_id,
                              in_reply_to_id, local, created_at, updated_at)
        SELECT id, $8 || '/ap/users/' || $6::bigint || '/statuses/' || id, $1, $2, $3, $4, $5, $6::bigint, $7, $9, true,
               to_timestamp((id >> 16) / 1000.0) AT TIME ZONE 'UTC', now()
        FROM fresh RETURNING *
      SQL
    end

    def tag(connection, status)
      Formatter.hashtags(status['text']).each do |name|
        connection.exec_params(<<~SQL, [name, status['id']])
          WITH named AS (
            INSERT INTO tags (name, created_at, updated_at) VALUES ($1, now(), now())
            ON CONFLICT (name) DO UPDATE SET updated_at = now() RETURNING id)
          INSERT INTO statuses_tags (status_id, tag_id) SELECT $2, id FROM named
        SQL
      end
    end

    def count(connection, account_id, change)
      connection.exec_params(<<~SQL, [account_id, change])
        INSERT INTO account_stats (account_id, statuses_count, last_status_at, created_at, updated_at)
        VALUES ($1, greatest($2::int, 0), now(), now(), now())
        ON CONFLICT (account_id) DO UPDATE
        SET statuses_count = greatest(account_stats.statuses_count + $2::int, 0), updated_at = now(),
            last_status_at = CASE WHEN $2::int > 0 THEN now() ELSE account_stats.last_status_at END
      SQL
    end

    # The same jobs on the same queues as the real one puts for every post.
    def enqueue(account, status)
      id = status['id']
      Jobs.push('default', 'TriggerWebhookWorker', ['status.created', 'Status', id])
      Jobs.push('pull', 'LinkCrawlWorker', [id])
      Jobs.push('default', 'DistributionWorker', [id])
      Jobs.push('push', 'ActivityPub::DistributionWorker', [id])
      return unless Environment.fasp? && account['indexable'] && status['visibility'].zero?

      Jobs.push('fasp', 'Fasp::AnnounceContentLifecycleEventWorker', [status['uri'], 'new'])
    end

    def delete(status)
      Database.transaction do |connection|
        connection.exec_params('UPDATE statuses SET deleted_at = now() WHERE id = $1', [status['id']])
        count(connection, status['account_id'], -1)
      end
      Jobs.push('default', 'RemovalWorker', [status['id'], { 'redraft' => true }])
    end

    def find(id)
      return unless id.to_s.match?(/\A\d{1,19}\z/)

      Database.first("SELECT * FROM statuses WHERE id = $1 AND #{LIVE}", [id])
    end

    # `local`: true for posts of this server only, false for those of others only, nil for both.
    def public_timeline(limit, page, local) = page_of('visibility = 0 AND ($4::boolean IS NULL OR local = $4)', limit, page, [local])

    def by_account(account_id, limit) = page_of('visibility = 0 AND account_id = $4', limit, {}, [account_id])

    def tagged(name, limit, page)
      page_of(<<~SQL, limit, page, [name.downcase])
        visibility = 0 AND id IN (SELECT st.status_id FROM statuses_tags st JOIN tags t ON t.id = st.tag_id WHERE t.name = $4)
      SQL
    end

    def page_of(condition, limit, page, values = [])
      Database.query(<<~SQL, [limit, before(page), after(page), *values])
        SELECT * FROM statuses WHERE #{LIVE} AND #{condition} AND ($2::bigint IS NULL OR id < $2::bigint)
          AND ($3::bigint IS NULL OR id > $3::bigint) ORDER BY id DESC LIMIT $1
      SQL
    end

    # The borders of a page; what isn't an id is ignored.
    def before(page) = page['max_id'].to_s[/\A\d{1,18}\z/]

    def after(page) = (page['since_id'] || page['min_id']).to_s[/\A\d{1,18}\z/]

    # What DistributionWorker has put into the feed: without that job a post never shows at home.
    def home_timeline(account_id, limit, page)
      upper = before(page)&.then { |id| "(#{id}" } || '+inf'
      lower = after(page)&.then { |id| "(#{id}" } || '-inf'
      ids = RedisStore.with { |redis| redis.zrevrangebyscore("feed:home:#{account_id}", upper, lower, limit: [0, limit]) }
      ids.filter_map { |id| find(id) }
    end
  end
end
