# frozen_string_literal: true

module Standin
  module Web
    # Applications and their tokens. There is no login by form here, so no authorization codes.
    module OauthApi
      OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob'
      UNKNOWN_CLIENT = 'Client authentication failed due to unknown client, no client authentication included, ' \
                       'or unsupported authentication method.'
      UNKNOWN_GRANT = 'The authorization grant type is not supported by the authorization server.'

      module_function

      def application(row)
        uris = row['redirect_uri'].split("\n")
        { id: row['id'].to_s, name: row['name'], website: row['website'], scopes: row['scopes'].split, redirect_uris: uris,
          vapid_key: Environment.vapid_public_key, redirect_uri: row['redirect_uri'] }
      end

      def with_secret(row)
        application(row).merge(client_id: row['uid'], client_secret: row['secret'], client_secret_expires_at: 0)
      end

      # Client id and secret come in the body or as basic authentication.
      def client(request, params)
        basic = Rack::Auth::Basic::Request.new(request.env)
        uid, secret = basic.provided? && basic.basic? ? basic.credentials : params.values_at('client_id', 'client_secret')
        Tokens.authenticate(uid, secret)
      end

      def self.registered(app)
        application_routes(app)
        token_route(app)
        app.post '/oauth/revoke' do
          client = OauthApi.client(request, params)
          Tokens.revoke(client['id'], params['token']) if client
          cache_control_text 'max-age=0, private, must-revalidate'
          json({})
        end
        app.get '/oauth/authorize' do
          cache_control_text Base::PRIVATE
          redirect "#{base_url}/auth/sign_in", 302
        end
      end

      def self.application_routes(app)
        app.post '/api/v1/apps' do
          uris = Array(params['redirect_uris']).map(&:to_s).reject(&:empty?)
          missing = []
          missing << "Application name can't be blank" if params['client_name'].to_s.empty?
          missing << "Redirect URI can't be blank" if uris.empty?
          fail_with 422, "Validation failed: #{missing.join(', ')}" if missing.any?
          cache_control_text Base::PRIVATE
          website = params['website'].to_s.empty? ? nil : params['website']
          json(OauthApi.with_secret(Tokens.create_application(name: params['client_name'], redirect_uri: uris.join("\n"),
                                                              scopes: params['scopes'] || 'read', website: website)))
        end
        app.get '/api/v1/apps/verify_credentials' do
          cache_control_text Base::PRIVATE
          json(OauthApi.application(Tokens.application(token!['application_id'])))
        end
      end

      def self.token_route(app)
        app.post '/oauth/token' do
          headers 'cache-control' => 'no-store', 'pragma' => 'no-cache'
          unless params['grant_type'] == 'client_credentials'
            halt 400, json({ error: 'unsupported_grant_type', error_description: UNKNOWN_GRANT })
          end
          client = OauthApi.client(request, params)
          if client.nil?
            headers 'www-authenticate' =>
              %(Bearer realm="Doorkeeper", error="invalid_client", error_description="#{UNKNOWN_CLIENT}")
            halt 401, json({ error: 'invalid_client', error_description: UNKNOWN_CLIENT })
          end
          json(Tokens.json(Tokens.create(application_id: client['id'], scopes: params['scope'] || 'read')))
        end
      end
    end
  end
end
