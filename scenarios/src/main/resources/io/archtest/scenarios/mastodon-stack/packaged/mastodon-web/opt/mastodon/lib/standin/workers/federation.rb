# frozen_string_literal: true

require_relative '../federation'

module Mastodon
  # The name under which a refused delivery lies among the jobs to be tried again.
  class UnexpectedResponseError < StandardError; end
end

module ActivityPub
  # Works on what another server has sent; web has verified whose it is.
  class ProcessingWorker
    include Sidekiq::Worker

    sidekiq_options queue: 'ingress', backtrace: true, retry: 8

    def perform(actor_id, body, _delivered_to_account_id = nil, _actor_type = 'Account')
      actor = Standin::Accounts.find(actor_id)
      return true if actor.nil?

      activity = JSON.parse(body)
      Standin::Federation::Incoming.new(actor, activity).process if activity.is_a?(Hash)
    end
  end

  # Sends one activity to one inbox, signed by the account that it is from.
  class DeliveryWorker
    include Sidekiq::Worker

    sidekiq_options queue: 'push', retry: 16

    # Among the refusals those that another try may change.
    PASSING = [401, 408, 429].freeze

    def perform(json, source_account_id, inbox_url, _options = {})
      account = Standin::Accounts.find(source_account_id)
      return true if account.nil?

      Standin::Federation::RemoteRequest.deliver(inbox_url, json, account) do |response|
        code = response.code.to_i
        next if response.is_a?(Net::HTTPSuccess) || (code.between?(400, 499) && !PASSING.include?(code))

        raise Mastodon::UnexpectedResponseError, "#{inbox_url} returned code #{code}: #{response.body.to_s[0, 200]}"
      end
    end
  end

  # Delivers a post to its author's followers on other servers.
  class DistributionWorker
    include Sidekiq::Worker

    sidekiq_options queue: 'push'

    def perform(status_id)
      status = Standin::Statuses.find(status_id)
      # A direct message goes to whom it mentions, which isn't imitated.
      return true if status.nil? || status['visibility'] > 2

      account = Standin::Accounts.find(status['account_id'])
      json = JSON.generate(Standin::Federation::Activities.create(status, account))
      Standin::Federation::Follows.remote_inboxes(account['id']).each do |inbox|
        DeliveryWorker.perform_async(json, account['id'], inbox)
      end
    end
  end
end

# Puts one post into one follower's home feed.
class FeedInsertWorker
  include Sidekiq::Worker

  sidekiq_options queue: 'default'

  def perform(status_id, follower_id, _type = 'home', _options = {})
    status = Standin::Statuses.find(status_id)
    Standin::HomeFeed.add(follower_id, status['id']) if status
  end
end
