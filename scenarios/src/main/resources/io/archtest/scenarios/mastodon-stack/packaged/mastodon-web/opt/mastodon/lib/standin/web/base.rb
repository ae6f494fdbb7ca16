# frozen_string_literal: true

require 'digest'
require 'sinatra/base'

require_relative 'error_page'
require_relative '../presenters'
require_relative '../users'

module Standin
  module Web
    # What every route can use: JSON answers, the caller's token, cache headers.
    class Base < Sinatra::Base
      DEFAULTS = { 'server' => 'Mastodon', 'x-frame-options' => 'DENY', 'x-content-type-options' => 'nosniff',
                   'x-xss-protection' => '0', 'referrer-policy' => 'same-origin' }.freeze
      API_POLICY = "default-src 'none'; frame-ancestors 'none'; form-action 'none'"
      PAGE_POLICY = "base-uri 'none'; default-src 'none'; frame-ancestors 'none'; form-action 'none'"
      PRIVATE = 'private, no-store'
      BRIEFLY = 'max-age=15, public, stale-while-revalidate=30, stale-if-error=86400'

      # Protection, sessions and static files are not imitated; errors go up to RequestFrame.
      set :protection, false
      set :static, false
      set :logging, false
      set :show_exceptions, false
      set :raise_errors, true
      set :dump_errors, false

      before do
        api = request.path_info.start_with?('/api/')
        headers DEFAULTS.merge('content-security-policy' => api ? API_POLICY : PAGE_POLICY)
        headers 'vary' => 'Authorization' if api
        read_json_body
      end

      not_found do
        # A route that answered 404 itself keeps its own body.
        next response.body if @answered

        cache_control_text PRIVATE
        if request.get_header('HTTP_ACCEPT').to_s.include?('json')
          headers 'vary' => 'Accept'
          json({ error: 'Not Found' })
        else
          headers 'content-type' => 'text/html; charset=utf-8'
          ErrorPage.html(404)
        end
      end

      helpers do
        def json(object, type = 'application/json; charset=utf-8')
          headers 'content-type' => type
          JSON.generate(object)
        end

        def fail_with(status, message, extra = {})
          cache_control_text PRIVATE
          @answered = true
          halt status, json({ error: message }.merge(extra))
        end

        def cache_control_text(text) = headers('cache-control' => text)

        def base_url = Environment.base_url

        def read_json_body
          return unless request.media_type == 'application/json'

          body = JSON.parse(request.body.read)
          params.merge!(body) if body.is_a?(Hash)
        rescue JSON::ParserError
          fail_with 400, 'Error occurred while parsing request parameters'
        end

        # The token of an application or a user; ends the request with 401 if there is none.
        def token!(scope = nil)
          token = bearer && Tokens.find(bearer)
          unauthorized('The access token is invalid') if token.nil?
          unauthorized('The access token was revoked') if token['revoked_at']
          return token if scope.nil? || Tokens.allows?(token, scope)

          fail_with 403, 'This action is outside the authorized scopes'
        end

        def bearer
          request.get_header('HTTP_AUTHORIZATION').to_s[/\ABearer (.+)\z/, 1] || params['access_token']
        end

        def unauthorized(message)
          headers 'www-authenticate' =>
            %(Bearer realm="Doorkeeper", error="invalid_token", error_description="#{message}")
          fail_with 401, message
        end

        # The confirmed user behind the token, with `@token` and `@account` set.
        def user!(scope)
          @token = token!(scope)
          user = @token['resource_owner_id'] && Users.find(@token['resource_owner_id'])
          fail_with 422, 'This method requires an authenticated user' if user.nil?
          fail_with 403, 'Your login is missing a confirmed e-mail address' if user['confirmed_at'].nil?
          fail_with 403, 'Your login is currently disabled' if user['disabled']
          fail_with 403, 'Your login is currently pending approval' unless user['approved']
          @account = Accounts.find(user['account_id'])
          cache_control_text PRIVATE
          user
        end

        def page_limit = params['limit'].to_s.match?(/\A\d+\z/) ? params['limit'].to_i.clamp(1, 40) : 20

        # A page of posts with the links to its neighbours.
        def timeline(rows, path, viewer = nil)
          if rows.any?
            separator = path.include?('?') ? '&' : '?'
            headers 'link' => %(<#{base_url}#{path}#{separator}max_id=#{rows.last['id']}>; rel="next", ) +
                              %(<#{base_url}#{path}#{separator}min_id=#{rows.first['id']}>; rel="prev")
          end
          json(rows.map { |row| Presenters.status(row, viewer) })
        end

        def accepts?(*types)
          accept = request.get_header('HTTP_ACCEPT').to_s
          types.any? { |type| accept.include?(type) }
        end
      end
    end
  end
end
