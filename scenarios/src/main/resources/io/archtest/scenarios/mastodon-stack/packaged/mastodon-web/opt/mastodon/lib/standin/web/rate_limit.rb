# frozen_string_literal: true

module Standin
  module Web
    # The limits that repeated test runs can meet. The counts live in Redis; without it nobody is limited.
    class RateLimit
      Rule = Struct.new(:name, :limit, :seconds)
      APPS = Rule.new('throttle_oauth_application_registrations/ip', 5, 600)
      SIGN_UP = Rule.new('throttle_api_sign_up', 5, 1800)
      ANONYMOUS = Rule.new('throttle_unauthenticated_api', 300, 300)
      TOKEN = Rule.new('throttle_authenticated_api', 300, 300)
      MEDIA = Rule.new('throttle_api_media', 30, 1800)
      DELETE = Rule.new('throttle_api_delete', 30, 1800)

      def initialize(app)
        @app = app
      end

      def call(env)
        rule = rule_for(env)
        return @app.call(env) if rule.nil?

        used = count(rule, env)
        return @app.call(env) if used.nil?
        return refused(rule) if used > rule.limit

        status, headers, body = @app.call(env)
        [status, headers.merge(limits(rule, used)), body]
      end

      private

      def rule_for(env)
        path = env['PATH_INFO']
        post = env['REQUEST_METHOD'] == 'POST'
        return APPS if post && path == '/api/v1/apps'
        return SIGN_UP if post && path == '/api/v1/accounts'
        return unless path.start_with?('/api/')
        return ANONYMOUS unless bearer(env)
        return MEDIA if post && path.match?(%r{\A/api/v\d+/media\z})

        env['REQUEST_METHOD'] == 'DELETE' && path.start_with?('/api/v1/statuses/') ? DELETE : TOKEN
      end

      def bearer(env) = env['HTTP_AUTHORIZATION'].to_s[/\ABearer (.+)\z/, 1]

      # A token is counted by its digest: no secret becomes part of a key.
      def count(rule, env)
        owner = [TOKEN, MEDIA, DELETE].include?(rule) ? Digest::SHA256.hexdigest(bearer(env))[0, 16] : env['standin.client']
        key = "cache:rack::attack:#{Time.now.to_i / rule.seconds}:#{rule.name}:#{owner}"
        RedisStore.optional do |redis|
          redis.pipelined do |pipeline|
            pipeline.incr(key)
            pipeline.expire(key, rule.seconds)
          end.first
        end
      end

      def refused(rule)
        body = JSON.generate({ error: 'Too many requests' })
        headers = { 'content-type' => 'application/json', 'cache-control' => 'no-cache' }
        [429, headers.merge(limits(rule, rule.limit)), [body]]
      end

      def limits(rule, used)
        reset = Time.at(((Time.now.to_i / rule.seconds) + 1) * rule.seconds).utc
        { 'x-ratelimit-limit' => rule.limit.to_s, 'x-ratelimit-remaining' => [rule.limit - used, 0].max.to_s,
          'x-ratelimit-reset' => reset.iso8601(6) }
      end
    end
  end
end
