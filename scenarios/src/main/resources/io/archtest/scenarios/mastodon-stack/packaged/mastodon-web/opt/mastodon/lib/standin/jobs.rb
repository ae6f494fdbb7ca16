# frozen_string_literal: true

require 'sidekiq'

module Standin
  # Enqueuing. Sidekiq 8, which Mastodon uses, writes times as integer milliseconds; the packaged Sidekiq 6 as float seconds.
  module Jobs
    # Sidekiq's own pushes (retries, schedule) get the same times.
    module MillisecondTimes
      def atomic_push(connection, payloads)
        payloads.each { |job| job['created_at'] = (job['created_at'] * 1000).to_i if job['created_at'].is_a?(Float) }
        return super if payloads.first.key?('at')

        jobs = payloads.map { |job| Sidekiq.dump_json(job.merge('enqueued_at' => Standin.now_ms)) }
        queue = payloads.first['queue']
        connection.sadd('queues', [queue])
        connection.lpush("queue:#{queue}", jobs)
      end
    end

    Sidekiq::Client.prepend(MillisecondTimes)
    Sidekiq.redis = { url: RedisStore.url, network_timeout: 5 }

    module_function

    def push(queue, worker, arguments, extra = {})
      Sidekiq::Client.push({ 'retry' => true, 'queue' => queue, 'args' => arguments, 'class' => worker }.merge(extra))
    end
  end
end
