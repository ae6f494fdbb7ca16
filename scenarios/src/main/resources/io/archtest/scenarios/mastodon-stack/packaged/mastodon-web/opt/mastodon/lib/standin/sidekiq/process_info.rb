# frozen_string_literal: true

module Standin
  # What Sidekiq 8 registers about a process and the packaged Sidekiq 6 does not.
  module ProcessInfo
    private

    def to_data
      @to_data ||= begin
        data = super
        queues = data['queues']
        # Without weights the order is strict and every weight is 0.
        weights = queues.to_h { |queue| [queue, @options[:strict] ? 0 : @options[:queues].count(queue)] }
        mode = @options[:strict] ? 'strict' : 'weighted'
        default = { 'concurrency' => data['concurrency'], 'mode' => mode, 'weights' => weights }
        data.merge('capsules' => { 'default' => default }, 'weights' => [weights], 'version' => ::Sidekiq::VERSION,
                   'embedded' => false)
      end
    end

    def heartbeat
      super
      ::Sidekiq.redis { |connection| connection.hset(identity, 'concurrency', @options[:concurrency]) }
    rescue Redis::BaseError
      # The heartbeat itself has logged it; the next one tries again.
      nil
    end
  end

  Sidekiq::Launcher.prepend(ProcessInfo)
end
