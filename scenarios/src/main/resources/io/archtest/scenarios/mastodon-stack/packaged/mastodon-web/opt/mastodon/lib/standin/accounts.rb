# frozen_string_literal: true

require 'openssl'

module Standin
  # Table `accounts` with its counters: local accounts, and those of other servers, which have a domain.
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

    # Returns the id. The key pair is real: other servers verify with its public half what the account sends them.
    def insert(connection, username)
      key = new_key
      values = [username, key.to_pem, key.public_key.to_pem]
      connection.exec_params(<<~SQL, values).first['id']
        INSERT INTO accounts (username, private_key, public_key, created_at, updated_at)
        VALUES ($1, $2, $3, now(), now()) RETURNING id
      SQL
    end

    # The instance itself signs what it asks other servers for.
    def give_instance_key(connection)
      key = new_key
      connection.exec_params('UPDATE accounts SET private_key = $2, public_key = $3 WHERE id = $1 AND private_key IS NULL',
                             [INSTANCE_ACTOR_ID, key.to_pem, key.public_key.to_pem])
    end

    def new_key = OpenSSL::PKey::RSA.new(2048)

    def update(id, changes)
      changes.each do |column, value|
        # The column names come from the caller's fixed list, never from the request.
        Database.query("UPDATE accounts SET #{column} = $2, updated_at = now() WHERE id = $1", [id, value])
      end
    end
  end
end
