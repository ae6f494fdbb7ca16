# frozen_string_literal: true

require 'bcrypt'

require_relative 'accounts'
require_relative 'mailer'

module Standin
  # Table `users`: who may log in, and whether the e-mail address is confirmed.
  module Users
    PASSWORD_ROUNDS = 10

    module_function

    def find(id) = Database.first('SELECT * FROM users WHERE id = $1', [id])

    def find_by_account(account_id) = Database.first('SELECT * FROM users WHERE account_id = $1', [account_id])

    def role(user)
      Database.first('SELECT * FROM user_roles WHERE id = $1', [user['role_id'] || -99])
    end

    # `attributes`: username, email, password, locale, confirmed, application_id, role_id. Returns the user's row.
    def create(attributes)
      digest = BCrypt::Password.create(attributes[:password], cost: PASSWORD_ROUNDS)
      token = attributes[:confirmed] ? nil : SecureRandom.alphanumeric(20)
      Database.transaction do |connection|
        account_id = Accounts.insert(connection, attributes[:username])
        values = [attributes[:email], digest, token, attributes[:locale] || 'en', account_id,
                  attributes[:application_id], attributes[:role_id], attributes[:confirmed] ? true : false]
        connection.exec_params(<<~SQL, values).first
          INSERT INTO users (email, encrypted_password, confirmation_token, confirmation_sent_at, locale, account_id,
                             created_by_application_id, role_id, confirmed_at, created_at, updated_at)
          VALUES ($1, $2, $3, now(), $4, $5, $6, $7, CASE WHEN $8::boolean THEN now() END, now(), now())
          RETURNING *
        SQL
      end
    end

    def confirm(user)
      Database.query(<<~SQL, [user['id']])
        UPDATE users SET confirmed_at = coalesce(confirmed_at, now()), updated_at = now() WHERE id = $1
      SQL
      Mailer.enqueue(user, 'welcome', at: Time.now + 3600)
    end

    def approve(user)
      Database.query('UPDATE users SET approved = true, updated_at = now() WHERE id = $1', [user['id']])
    end

    def send_confirmation(user)
      Mailer.enqueue(user, 'confirmation_instructions', user['confirmation_token'])
    end
  end
end
