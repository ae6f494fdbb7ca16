# frozen_string_literal: true

# What a Sidekiq process loads before it starts to work.

require_relative 'log_format'

# Before anything else logs.
Sidekiq.logger.formatter = Standin::SidekiqLog::Formatter.new
Sidekiq.error_handlers.replace([Standin::SidekiqLog::ErrorHandler.new])

require_relative '../../standin'
require_relative '../jobs'
require_relative 'process_info'
require_relative 'ready_file'
require_relative 'schedule'
require_relative '../workers/delivery'
require_relative '../workers/distribution'
require_relative '../workers/federation'
require_relative '../workers/scheduled'

Standin::Environment.check!
Sidekiq.options[:tag] = 'mastodon'
Sidekiq.logger.info("Booted archtest stand-in #{Standin::VERSION} (not Mastodon) in production environment")

# A process that can't reach the database must not take jobs.
Standin::Database.query('SELECT 1')

Sidekiq.configure_server do |config|
  schedule = Standin::Schedule.new(Sidekiq.options[:schedule] || {}, Sidekiq.options[:queues].uniq)
  config.on(:startup) do
    schedule.start
    Standin::ReadyFile.create
  end
  config.on(:shutdown) do
    schedule.stop
    Standin::ReadyFile.remove
  end
end
Standin::ReadyFile.remove
