# frozen_string_literal: true

require 'connection_pool'
require 'redis'

module Standin
  # Redis as the application uses it (feeds, publishing, counters). Sidekiq has connections of its own, to the same server.
  module RedisStore
    Redis.silence_deprecations = true
    Redis.sadd_returns_boolean = false

    module_function

    def with(&block) = pool.with(&block)

    # For what the real one treats as a cache: without Redis it goes on.
    def optional(&block)
      with(&block)
    rescue Redis::BaseError
      nil
    end

    def pool
      @pool ||= ConnectionPool.new(size: Integer(ENV['MAX_THREADS'] || 5), timeout: 5) { Redis.new(**options) }
    end

    def options
      { url: url, connect_timeout: 2, read_timeout: 5, write_timeout: 5, reconnect_attempts: 1 }
    end

    def url
      return ENV['REDIS_URL'] unless ENV['REDIS_URL'].to_s.empty?

      credentials = ENV['REDIS_PASSWORD'].to_s.empty? ? '' : "#{ENV['REDIS_USER']}:#{ENV['REDIS_PASSWORD']}@"
      "redis://#{credentials}#{ENV.fetch('REDIS_HOST', 'localhost')}:#{ENV.fetch('REDIS_PORT', 6379)}/#{ENV.fetch('REDIS_DB', 0)}"
    end
  end
end
