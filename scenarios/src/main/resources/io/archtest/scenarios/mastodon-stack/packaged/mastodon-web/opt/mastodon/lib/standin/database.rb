# frozen_string_literal: true

require 'connection_pool'
require 'pg'

module Standin
  # The PostgreSQL connections of this process. A connection that broke is replaced once per query, so that everything works
  # again by itself when the server is back.
  module Database
    # The last one is what pgbouncer says when its own connection broke.
    BROKEN = [PG::ConnectionBad, PG::UnableToSend, PG::AdminShutdown, PG::ProtocolViolation].freeze

    module_function

    # Rows as hashes with string keys; integers, booleans and times are decoded.
    def query(sql, params = [])
      pool.with do |link|
        link.run(sql, params).to_a
      rescue *BROKEN
        link.forget
        link.run(sql, params).to_a
      end
    end

    def first(sql, params = []) = query(sql, params).first

    def value(sql, params = []) = first(sql, params)&.values&.first

    # No retry here: part of the block may have happened already.
    def transaction
      pool.with do |link|
        link.connection.transaction { |connection| yield connection }
      rescue *BROKEN
        link.forget
        raise
      end
    end

    def disconnect
      @pool&.shutdown(&:forget)
      @pool = nil
    end

    def pool
      @pool ||= ConnectionPool.new(size: pool_size, timeout: 10) { Link.new }
    end

    def pool_size
      concurrency = defined?(Sidekiq) && Sidekiq.server? ? Sidekiq.options[:concurrency] : nil
      Integer(ENV['DB_POOL'] || concurrency || ENV['MAX_THREADS'] || 5)
    end

    # As Rails does: without this it names its statements, which live in one connection of the server.
    def prepared_statements? = ENV.fetch('PREPARED_STATEMENTS', 'true') != 'false'

    def parameters(database = name)
      {
        host: ENV.fetch('DB_HOST', 'localhost'), port: ENV.fetch('DB_PORT', '5432'),
        user: ENV.fetch('DB_USER', 'mastodon'), password: ENV['DB_PASS'],
        dbname: database, sslmode: ENV.fetch('DB_SSLMODE', 'prefer')
      }.compact
    end

    def name = ENV.fetch('DB_NAME', 'mastodon_production')

    def open(database = name)
      connection = PG.connect(**parameters(database))
      connection.set_notice_processor { |_message| }
      connection.exec("SET TIME ZONE 'UTC'")
      connection.type_map_for_results = decoders
      connection
    end

    # Written out, because asking the server for its type list costs a round trip per connection.
    def decoders
      map = PG::TypeMapByOid.new
      { 16 => PG::TextDecoder::Boolean, 20 => PG::TextDecoder::Integer, 21 => PG::TextDecoder::Integer,
        23 => PG::TextDecoder::Integer, 1114 => PG::TextDecoder::TimestampUtc }.each do |oid, decoder|
        map.add_coder(decoder.new(oid: oid, format: 0))
      end
      map
    end

    # A place for one connection that is opened at first use.
    class Link
      def connection = @connection ||= Database.open

      def run(sql, params)
        return connection.exec_params(sql, params) unless Database.prepared_statements?

        connection.exec_prepared(prepared(sql), params)
      end

      def forget
        @connection&.close
      rescue PG::Error
        nil
      ensure
        @connection = nil
        @names = nil
      end

      private

      def prepared(sql)
        @names ||= {}
        @names[sql] ||= "a#{@names.size + 1}".tap { |name| connection.prepare(name, sql) }
      end
    end
  end
end
