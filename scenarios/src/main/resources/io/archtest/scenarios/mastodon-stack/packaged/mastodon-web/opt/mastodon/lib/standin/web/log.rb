# frozen_string_literal: true

require 'logger'

module Standin
  module Web
    # Lines on standard output, in the shape Rails gives them.
    module Log
      LOGGER = Logger.new($stdout, level: ENV.fetch('RAILS_LOG_LEVEL', 'info').to_sym)
      $stdout.sync = true

      module_function

      def info(text) = LOGGER.info(text)

      def error(text) = LOGGER.error(text)
    end
  end
end
