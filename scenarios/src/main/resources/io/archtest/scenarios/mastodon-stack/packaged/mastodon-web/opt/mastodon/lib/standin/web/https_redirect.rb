# frozen_string_literal: true

module Standin
  module Web
    # Everything but /health has to have come by https; whoever forwards it says so in X-Forwarded-Proto.
    class HttpsRedirect
      STRICT_TRANSPORT = 'max-age=63072000; includeSubDomains'

      def initialize(app)
        @app = app
      end

      def call(env)
        return @app.call(env) if env['PATH_INFO'].start_with?('/health')
        return redirect(env) unless https?(env)

        status, headers, body = @app.call(env)
        headers['strict-transport-security'] = STRICT_TRANSPORT
        [status, headers, body]
      end

      private

      def https?(env)
        env['HTTP_X_FORWARDED_PROTO'].to_s.split(',').first.to_s.strip.casecmp?('https') || env['HTTP_X_FORWARDED_SSL'] == 'on'
      end

      def redirect(env)
        status = %w[GET HEAD].include?(env['REQUEST_METHOD']) ? 301 : 308
        query = env['QUERY_STRING'].to_s.empty? ? '' : "?#{env['QUERY_STRING']}"
        host = env['HTTP_HOST'].sub(/:(80|443)\z/, '')
        [status, { 'content-type' => 'text/html; charset=utf-8', 'location' => "https://#{host}#{env['PATH_INFO']}#{query}",
                   'content-length' => '0' }, []]
      end
    end
  end
end
