# frozen_string_literal: true

require_relative 'log'
require_relative 'error_page'

module Standin
  module Web
    # Around every request that is answered at all: request id, run time, log line, and the page for what went wrong.
    class RequestFrame
      def initialize(app)
        @app = app
      end

      def call(env)
        started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
        env['standin.request_id'] = env.fetch('HTTP_X_REQUEST_ID', SecureRandom.uuid).gsub(/[^\w-]/, '')[0, 255]
        status, headers, body = answer(env)
        duration = Process.clock_gettime(Process::CLOCK_MONOTONIC) - started
        log(env, status, duration)
        headers['x-request-id'] = env['standin.request_id']
        headers['x-runtime'] = format('%.6f', duration)
        [status, headers, body]
      end

      private

      # A request never takes the process down: whatever is missing now may be back for the next one.
      def answer(env)
        @app.call(env)
      rescue StandardError => e
        Log.error("[#{env['standin.request_id']}] #{e.class} (#{e.message.strip})\n#{e.backtrace.first(5).join("\n")}")
        ErrorPage.response(500)
      end

      def log(env, status, duration)
        return if env['PATH_INFO'] == '/health' && status == 200

        Log.info("[#{env['standin.request_id']}] method=#{env['REQUEST_METHOD']} path=#{env['PATH_INFO']} " \
                 "status=#{status} duration=#{format('%.2f', duration * 1000)}")
      end
    end
  end
end
