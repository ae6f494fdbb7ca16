# frozen_string_literal: true

require_relative 'jobs'

module Standin
  # Home feeds in Redis.
  module HomeFeed
    module_function

    # Puts a post into somebody's feed, and onto their stream if they are listening.
    def add(account_id, status_id)
      listening = RedisStore.with do |redis|
        redis.zadd("feed:home:#{account_id}", status_id, status_id)
        redis.exists?("subscribed:timeline:#{account_id}")
      end
      Jobs.push('default', 'PushUpdateWorker', [account_id, status_id, "timeline:#{account_id}"]) if listening
    end
  end
end
