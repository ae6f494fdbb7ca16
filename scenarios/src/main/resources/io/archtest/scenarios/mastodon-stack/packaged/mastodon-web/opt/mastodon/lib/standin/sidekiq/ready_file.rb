# frozen_string_literal: true

module Standin
  # Health checks of a Sidekiq process look for this file; it has no port to ask.
  module ReadyFile
    DIRECTORY = File.expand_path('../../../tmp', __dir__)

    module_function

    def path = Environment.value('MASTODON_SIDEKIQ_READY_FILENAME')&.then { |name| File.join(DIRECTORY, name) }

    def create = path && File.write(path, '')

    def remove
      File.delete(path) if path && File.exist?(path)
    end
  end
end
