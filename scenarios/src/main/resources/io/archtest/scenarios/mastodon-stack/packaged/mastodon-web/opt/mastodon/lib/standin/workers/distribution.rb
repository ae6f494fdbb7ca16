# frozen_string_literal: true

require_relative '../federation'
require_relative '../home_feed'
require_relative '../presenters'

# What happens to a post after it is stored: feeds, streaming, other servers. The class names are Mastodon's, since jobs name
# their class; a job for a record that is gone ends normally.

# Puts a post into the home feeds of its author and of the followers here, and onto the streams: without this job nobody sees
# it live.
class DistributionWorker
  include Sidekiq::Worker

  sidekiq_options queue: 'default'

  def perform(status_id, _options = {})
    status = Standin::Statuses.find(status_id)
    return true if status.nil?

    Standin::HomeFeed.add(status['account_id'], status['id']) if status['local']
    Standin::Federation::Follows.local_follower_ids(status['account_id']).each do |follower|
      FeedInsertWorker.perform_async(status['id'], follower, 'home')
    end
    broadcast(status) if status['visibility'].zero?
  end

  private

  def broadcast(status)
    payload = Standin::Streaming.update(Standin::Presenters.status(status))
    side = status['local'] ? 'local' : 'remote'
    tags = status['local'] ? Standin::Formatter.hashtags(status['text']) : []
    channels = [*tags.flat_map { |tag| ["hashtag:#{tag}", "hashtag:#{tag}:local"] }, 'public', "public:#{side}"]
    Standin::Streaming.publish(payload, channels.map { |channel| "timeline:#{channel}" })
  end
end

# Sends one post to one account's stream, as that account sees it.
class PushUpdateWorker
  include Sidekiq::Worker

  sidekiq_options queue: 'default'

  def perform(account_id, status_id, timeline_id = nil, _options = {})
    account = Standin::Accounts.find(account_id)
    status = Standin::Statuses.find(status_id)
    return true if account.nil? || status.nil?

    payload = Standin::Streaming.update(Standin::Presenters.status(status, account))
    Standin::Streaming.publish(payload, [timeline_id || "timeline:#{account_id}"])
  end
end

# Takes a deleted post out of the feed and tells the streams.
class RemovalWorker
  include Sidekiq::Worker

  sidekiq_options queue: 'default'

  def perform(status_id, _options = {})
    status = Standin::Database.first('SELECT * FROM statuses WHERE id = $1', [status_id])
    return true if status.nil?

    owner = status['account_id']
    Standin::RedisStore.with { |redis| redis.zrem("feed:home:#{owner}", status_id) }
    payload = JSON.generate({ event: :delete, payload: status_id.to_s })
    Standin::Streaming.publish(payload, ["timeline:#{owner}", 'timeline:public', 'timeline:public:local'])
  end
end

# Would fetch a preview of the first link. The stand-in makes no calls to the outside, so it only looks the post up.
class LinkCrawlWorker
  include Sidekiq::Worker

  sidekiq_options queue: 'pull', retry: 0

  def perform(status_id)
    Standin::Statuses.find(status_id)
    true
  end
end

# Would tell the webhooks that an administrator has set up; there is no way to set one up here.
class TriggerWebhookWorker
  include Sidekiq::Worker

  sidekiq_options queue: 'default'

  def perform(event, _class_name, _id)
    Standin::Database.query('SELECT id FROM webhooks WHERE enabled AND $1 = ANY(events)', [event])
  end
end

module Fasp
  # Would announce the post to the discovery providers that subscribed.
  class AnnounceContentLifecycleEventWorker
    include Sidekiq::Worker

    sidekiq_options queue: 'fasp'

    def perform(_uri, _event)
      Standin::Database.query("SELECT id FROM fasp_subscriptions WHERE category = 'content'")
    end
  end
end

module Standin
  # The messages that the streaming server reads from Redis.
  module Streaming
    module_function

    def update(status) = JSON.generate({ event: :update, payload: status, queued_at: Standin.now_ms })

    def publish(message, channels)
      RedisStore.with { |redis| channels.each { |channel| redis.publish(channel, message) } }
    end
  end
end
