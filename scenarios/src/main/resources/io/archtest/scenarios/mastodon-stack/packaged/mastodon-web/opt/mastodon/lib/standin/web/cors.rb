# frozen_string_literal: true

module Standin
  module Web
    # Cross-origin answers for the API and the discovery documents.
    class Cors
      METHODS = 'POST, PUT, DELETE, GET, PATCH, OPTIONS'
      EXPOSED = 'Link, Mastodon-Async-Refresh, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id'
      PATHS = %r{\A/(api/|oauth/|\.well-known/|nodeinfo/|users/|@)}

      def initialize(app)
        @app = app
      end

      def call(env)
        return @app.call(env) unless env['PATH_INFO'].match?(PATHS)
        return [200, allowed.merge('access-control-max-age' => '7200'), []] if preflight?(env)

        status, headers, body = @app.call(env)
        headers.merge!(allowed) if env['HTTP_ORIGIN']
        headers['vary'] = [*headers['vary']&.split(', '), 'Origin'].uniq.join(', ')
        [status, headers, body]
      end

      private

      def preflight?(env)
        env['REQUEST_METHOD'] == 'OPTIONS' && env['HTTP_ORIGIN'] && env['HTTP_ACCESS_CONTROL_REQUEST_METHOD']
      end

      def allowed
        { 'access-control-allow-origin' => '*', 'access-control-allow-methods' => METHODS,
          'access-control-expose-headers' => EXPOSED }
      end
    end
  end
end
