# frozen_string_literal: true

require 'json'
require 'securerandom'
require 'time'

# archtest's stand-in for Mastodon: the same ports, paths, answers, tables, queues and Redis keys, as far as checks look,
# on a host where the real images can't be had. It contains nothing of Mastodon's code and names itself in its answers.
module Standin
  MASTODON_VERSION = '4.6.5'
  VERSION = "#{MASTODON_VERSION}+archtest-standin"

  def self.announce(role)
    $stdout.puts "archtest stand-in #{VERSION} (#{role}): this is not Mastodon, it imitates Mastodon #{MASTODON_VERSION}"
    $stdout.flush
  end

  # Milliseconds since the epoch, the unit of job times and of ids.
  def self.now_ms
    Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond)
  end
end

require_relative 'standin/environment'
require_relative 'standin/database'
require_relative 'standin/redis_store'
require_relative 'standin/settings'
