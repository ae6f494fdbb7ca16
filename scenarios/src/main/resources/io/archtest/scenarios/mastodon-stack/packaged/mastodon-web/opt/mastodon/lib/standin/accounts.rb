# frozen_string_literal: true

require 'openssl'

module Standin
  # Local accounts: table `accounts` with its counters.
  module Accounts
    SELECT = <<~SQL
      SELECT a.*, coalesce(s.statuses_count, 0) AS statuses_count, coalesce(s.following_count, 0) AS following_count,
             coalesce(s.followers_count, 0) AS followers_count, s.last_status_at
      FROM accounts a LEFT JOIN account_stats s ON s.account_id = a.id
    SQL
    INSTANCE_ACTOR_ID = -99

    module_function

    def find(id)
      return unless id.to_s.match?(/\A-?\d{1,19}\z/)

      Database.first("#{SELECT} WHERE a.id = $1 AND a.suspended_at IS NULL", [id])
    end

    def find_local(username)
      Database.first("#{SELECT} WHERE lower(a.username) = lower($1) AND a.domain IS NULL AND a.id > 0", [username.to_s])
    end

    def taken?(username)
      !Database.first('SELECT 1 FROM accounts WHERE lower(username) = lower($1) AND domain IS NULL', [username]).nil?
    end

    # Returns the id. The key pair is real, since the actor document shows its public half.
    def insert(connection, username)
      key = OpenSSL::PKey::RSA.new(2048)
      values = [username, key.to_pem, key.public_key.to_pem]
      connection.exec_params(<<~SQL, values).first['id']
        INSERT INTO accounts (username, private_key, public_key, created_at, updated_at)
        VALUES ($1, $2, $3, now(), now()) RETURNING id
      SQL
    end

    def update(id, changes)
      changes.each do |column, value|
        # The column names come from the caller's fixed list, never from the request.
        Database.query("UPDATE accounts SET #{column} = $2, updated_at = now() WHERE id = $1", [id, value])
      end
    end
  end
end
