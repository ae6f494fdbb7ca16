# frozen_string_literal: true

module Standin
  # The periodic jobs, on rufus-scheduler as in the real one, with the same keys in Redis and the same log lines.
  # Only the process that works on a job's queue may schedule it.
  class Schedule
    QUEUE = 'scheduler'
    DAY = 86_400

    def initialize(entries, queues)
      @entries = entries
      @queues = queues
    end

    def start
      Sidekiq.logger.info('Loading Schedule')
      @entries.each do |name, entry|
        entry = plain(entry).merge('queue' => QUEUE)
        @queues.include?(QUEUE) ? add(name.to_s, entry) : ignore(name)
      end
      Sidekiq.logger.info('Schedules Loaded')
    end

    def stop
      @rufus&.shutdown
    end

    private

    def ignore(name)
      Sidekiq.logger.info("Ignoring #{name}, job's queue is not enabled.")
    end

    # Sidekiq has turned the keys of the file into symbols.
    def plain(value)
      case value
      when Hash then value.to_h { |key, inner| [key.to_s, plain(inner)] }
      when Array then value.map { |inner| plain(inner) }
      else value
      end
    end

    def rufus
      @rufus ||= begin
        require 'rufus-scheduler'
        Rufus::Scheduler.new
      end
    end

    def add(name, entry)
      Sidekiq.logger.info("Scheduling #{name} #{entry}")
      kind = (%w[cron every interval] & entry.keys).first
      timing, options = entry[kind]
      options = (options || {}).to_h { |key, value| [key.to_sym, value] }
      # Returns the job, of which the next time is asked: schedule_cron, schedule_every, schedule_interval.
      job = rufus.public_send("schedule_#{kind}", timing, **options) { |own, time| fire(name, entry, own, time) }
      remember(name, entry, job)
    end

    def remember(name, entry, job)
      Sidekiq.redis do |redis|
        redis.hset('schedules', name, JSON.generate(entry))
        redis.zadd('schedules_changed', Time.now.to_f, name)
        redis.hset('sidekiq-scheduler:next_times', name, next_time(job))
      end
    end

    # A job with an interval has no next time while it runs.
    def next_time(job)
      moment = job.next_time ? job.next_time.to_f : Time.now.to_f + job.interval
      Time.at(moment).utc.strftime('%F %T +0000')
    end

    # The sorted set makes one job of one moment, whoever else fires it too.
    def fire(name, entry, job, time)
      moment = time.to_i
      key = "sidekiq-scheduler:pushed:#{name}"
      Sidekiq.redis do |redis|
        next unless redis.zadd(key, moment, moment.to_s)

        redis.expire(key, DAY)
        redis.hset('sidekiq-scheduler:last_times', name, Time.at(moment).utc.strftime('%F %T +0000'))
        redis.hset('sidekiq-scheduler:next_times', name, next_time(job))
        Sidekiq.logger.info("queueing #{entry['class']} (#{name})")
        Jobs.push(QUEUE, entry['class'], [], 'retry' => 0)
      end
    end
  end
end
