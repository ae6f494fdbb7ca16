# frozen_string_literal: true

require_relative 'activities'
require_relative '../jobs'

module Standin
  module Federation
    # Who follows whom: tables `follows` and, until the other side accepts, `follow_requests`.
    module Follows
      module_function

      # What a user asks for. A local account that needn't approve is followed at once, another server is asked.
      def ask(account, target)
        return if account['id'] == target['id'] || find(account['id'], target['id'])
        return insert(account['id'], target['id'], nil) if target['domain'].nil? && !target['locked']

        uri = "#{Environment.base_url}/#{SecureRandom.uuid}"
        request(account['id'], target['id'], uri)
        deliver(account, target, Activities.follow(account, target, uri)) if target['domain']
      end

      # What a user takes back.
      def withdraw(account, target)
        uri = remove(account['id'], target['id'])
        return if uri.nil? || target['domain'].nil?

        deliver(account, target, Activities.undo(account, Activities.follow(account, target, uri)))
      end

      def deliver(account, target, activity)
        Jobs.push('push', 'ActivityPub::DeliveryWorker', [JSON.generate(activity), account['id'], target['inbox_url']])
      end

      def find(account_id, target_id) = pick('follows', account_id, target_id)

      def requested(account_id, target_id) = pick('follow_requests', account_id, target_id)

      # The table's name is one of the two above.
      def pick(table, account_id, target_id)
        Database.first("SELECT * FROM #{table} WHERE account_id = $1 AND target_account_id = $2", [account_id, target_id])
      end

      def request(account_id, target_id, uri)
        Database.query(<<~SQL, [account_id, target_id, uri])
          INSERT INTO follow_requests (account_id, target_account_id, uri, created_at, updated_at)
          VALUES ($1, $2, $3, now(), now()) ON CONFLICT (account_id, target_account_id) DO UPDATE SET uri = excluded.uri
        SQL
      end

      # The other side said yes.
      def authorize(account_id, target_id)
        asked = Database.first(<<~SQL, [account_id, target_id])
          DELETE FROM follow_requests WHERE account_id = $1 AND target_account_id = $2 RETURNING uri
        SQL
        insert(account_id, target_id, asked['uri']) if asked
      end

      def insert(account_id, target_id, uri)
        Database.transaction do |connection|
          added = connection.exec_params(<<~SQL, [account_id, target_id, uri])
            INSERT INTO follows (account_id, target_account_id, uri, created_at, updated_at)
            VALUES ($1, $2, $3, now(), now()) ON CONFLICT (account_id, target_account_id) DO NOTHING
          SQL
          count(connection, account_id, target_id, 1) if added.cmd_tuples.positive?
        end
      end

      # Returns the address of what was removed.
      def remove(account_id, target_id)
        Database.transaction do |connection|
          pair = [account_id, target_id]
          gone = connection.exec_params(
            'DELETE FROM follows WHERE account_id = $1 AND target_account_id = $2 RETURNING uri', pair
          ).to_a
          count(connection, account_id, target_id, -1) if gone.any?
          gone += connection.exec_params(
            'DELETE FROM follow_requests WHERE account_id = $1 AND target_account_id = $2 RETURNING uri', pair
          ).to_a
          gone.first&.fetch('uri')
        end
      end

      def count(connection, account_id, target_id, change)
        { account_id => 'following_count', target_id => 'followers_count' }.each do |id, column|
          connection.exec_params(<<~SQL, [id, change])
            INSERT INTO account_stats (account_id, #{column}, created_at, updated_at)
            VALUES ($1, greatest($2::int, 0), now(), now())
            ON CONFLICT (account_id) DO UPDATE
            SET #{column} = greatest(account_stats.#{column} + $2::int, 0), updated_at = now()
          SQL
        end
      end

      def followers(account_id, limit) = list('account_id', 'target_account_id', account_id, limit)

      def following(account_id, limit) = list('target_account_id', 'account_id', account_id, limit)

      def list(wanted, given, account_id, limit)
        Database.query(<<~SQL, [account_id, limit])
          #{Accounts::SELECT} JOIN follows f ON f.#{wanted} = a.id WHERE f.#{given} = $1 ORDER BY f.id DESC LIMIT $2
        SQL
      end

      # Ids of the followers on this server, who get a post into their home feed.
      def local_follower_ids(account_id)
        Database.query(<<~SQL, [account_id]).map { |row| row['id'] }
          SELECT a.id FROM follows f JOIN accounts a ON a.id = f.account_id
          WHERE f.target_account_id = $1 AND a.domain IS NULL
        SQL
      end

      # Where the followers on other servers get their mail: a server's shared inbox only once.
      def remote_inboxes(account_id)
        Database.query(<<~SQL, [account_id]).map { |row| row['inbox'] }
          SELECT DISTINCT coalesce(nullif(a.shared_inbox_url, ''), a.inbox_url) AS inbox
          FROM follows f JOIN accounts a ON a.id = f.account_id WHERE f.target_account_id = $1 AND a.domain IS NOT NULL
        SQL
      end

      # As the client API tells it.
      def relationship(account, target_id)
        follow = find(account['id'], target_id)
        back = find(target_id, account['id'])
        { id: target_id.to_s, following: !follow.nil?, showing_reblogs: !follow.nil?, notifying: false, languages: nil,
          followed_by: !back.nil?, blocking: false, blocked_by: false, muting: false, muting_notifications: false,
          muting_expires_at: nil, requested: !requested(account['id'], target_id).nil?,
          requested_by: !requested(target_id, account['id']).nil?, domain_blocking: false, endorsed: false, note: '' }
      end
    end
  end
end
