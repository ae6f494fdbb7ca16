# frozen_string_literal: true

module Standin
  # OAuth: tables `oauth_applications` and `oauth_access_tokens`. Tokens are stored as they are, as in the real one: the
  # streaming server looks them up by equality.
  module Tokens
    module_function

    def create_application(name:, redirect_uri:, scopes:, website:)
      values = [name, SecureRandom.urlsafe_base64(32), SecureRandom.urlsafe_base64(32), redirect_uri, scopes, website]
      Database.first(<<~SQL, values)
        INSERT INTO oauth_applications (name, uid, secret, redirect_uri, scopes, website, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, now(), now()) RETURNING *
      SQL
    end

    def application(id) = Database.first('SELECT * FROM oauth_applications WHERE id = $1', [id])

    def authenticate(uid, secret)
      Database.first('SELECT * FROM oauth_applications WHERE uid = $1 AND secret = $2', [uid.to_s, secret.to_s])
    end

    def create(application_id:, scopes:, user_id: nil)
      values = [SecureRandom.urlsafe_base64(32), scopes, application_id, user_id]
      Database.first(<<~SQL, values)
        INSERT INTO oauth_access_tokens (token, scopes, application_id, resource_owner_id, created_at)
        VALUES ($1, $2, $3, $4, now()) RETURNING *
      SQL
    end

    def find(token) = Database.first('SELECT * FROM oauth_access_tokens WHERE token = $1', [token.to_s])

    def revoke(application_id, token)
      Database.query(<<~SQL, [token.to_s, application_id])
        UPDATE oauth_access_tokens SET revoked_at = now() WHERE token = $1 AND application_id = $2 AND revoked_at IS NULL
      SQL
    end

    def json(token)
      { access_token: token['token'], token_type: 'Bearer', scope: token['scopes'], created_at: token['created_at'].to_i }
    end

    # `write` includes `write:statuses`.
    def allows?(token, scope)
      granted = token['scopes'].to_s.split
      granted.include?(scope) || granted.include?(scope.split(':').first)
    end
  end
end
