# frozen_string_literal: true

module Standin
  # The log lines of Sidekiq 8, on which checks rely, from the packaged Sidekiq 6.
  module SidekiqLog
    COLOURS = { 'DEBUG' => 32, 'INFO' => 34, 'WARN' => 33, 'ERROR' => 31, 'FATAL' => 35 }.freeze

    # `INFO 2026-01-01T00:00:00.000Z pid=7 tid=3a6n jid=... class=...: start`, the level in colour.
    class Formatter < Sidekiq::Logger::Formatters::Base
      def call(severity, time, _program, message)
        level = "\e[1;#{COLOURS.fetch(severity, 0)}m#{severity.ljust(5)}\e[0m"
        "#{level} #{time.utc.iso8601(3)} pid=#{::Process.pid} tid=#{tid}#{context}: #{message}\n"
      end

      private

      # The job id comes first, and an absent one is written as nothing.
      def context
        fields = ctx
        return '' if fields.empty?

        ordered = fields.key?(:class) ? { jid: fields[:jid], class: fields[:class] }.merge(fields) : fields
        ordered.map { |name, value| " #{name}=#{value.is_a?(Array) ? value.join(',') : value}" }.join
      end
    end

    # One INFO line with its context for whatever a job or the process ran into.
    class ErrorHandler
      def call(error, context)
        fields = context.reject { |name, _value| name == :jobstr && context.key?(:job) }
        Sidekiq::Context.with(fields) { Sidekiq.logger.info("#{error.message} (#{error.class})") }
      end
    end
  end
end
