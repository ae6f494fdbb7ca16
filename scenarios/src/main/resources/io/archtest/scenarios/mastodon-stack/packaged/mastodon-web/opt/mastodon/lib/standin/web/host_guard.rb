# frozen_string_literal: true

require_relative 'log'

module Standin
  module Web
    # Only the server's own names are answered. /health is the one exception, for probes that know an address only.
    class HostGuard
      def initialize(app)
        @app = app
        @allowed = Environment.allowed_hosts
      end

      def call(env)
        return @app.call(env) if env['PATH_INFO'] == '/health'

        blocked = hosts(env).reject { |host| allowed?(host) }
        return @app.call(env) if blocked.empty?

        Log.error("[ActionDispatch::HostAuthorization::DefaultResponseApp] Blocked hosts: #{blocked.join(', ')}")
        [403, { 'content-type' => 'text/html; charset=UTF-8', 'content-length' => '0' }, []]
      end

      private

      # Both have to be right: a proxy that passes its own name on is blocked too.
      def hosts(env)
        forwarded = env['HTTP_X_FORWARDED_HOST'].to_s.split(/,\s?/).last
        [env['HTTP_HOST'].to_s, forwarded].compact
      end

      # A name without a port allows every port.
      def allowed?(host)
        @allowed.any? { |name| host.casecmp?(name) || host.sub(/:\d+\z/, '').casecmp?(name) }
      end
    end
  end
end
