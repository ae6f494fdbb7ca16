# frozen_string_literal: true

max_threads = Integer(ENV.fetch('MAX_THREADS', 5))
threads Integer(ENV.fetch('MIN_THREADS', max_threads)), max_threads

if ENV['SOCKET']
  bind "unix://#{ENV['SOCKET']}"
else
  bind "tcp://#{ENV.fetch('BIND', '127.0.0.1')}:#{ENV.fetch('PORT', 3000)}"
end

environment ENV.fetch('RAILS_ENV', 'production')
workers Integer(ENV.fetch('WEB_CONCURRENCY', 2))
preload_app!
