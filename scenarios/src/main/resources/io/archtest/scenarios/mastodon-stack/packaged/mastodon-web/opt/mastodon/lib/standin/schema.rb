# frozen_string_literal: true

require_relative 'accounts'

module Standin
  # `rails db:prepare`: the database, its tables and its first rows. Running it again changes nothing.
  module Schema
    STRUCTURE = File.expand_path('../../db/structure.sql', __dir__)

    module_function

    # Returns the exit code.
    def run(arguments)
      unless arguments.first == 'db:prepare'
        warn "Unrecognized command #{arguments.first.inspect}: this stand-in for Mastodon knows db:prepare."
        return 1
      end
      Environment.check!
      Standin.announce('db:prepare')
      prepare
      0
    rescue PG::Error => e
      warn 'bin/rails aborted!', "ActiveRecord::ConnectionNotEstablished: #{e.message.strip} (#{e.class})", '',
           'Tasks: TOP => db:prepare'
      1
    end

    def prepare
      puts "Created database '#{Database.name}'" if create_database
      Database.transaction do |connection|
        # Two of these at once must not both load the structure.
        connection.exec('SELECT pg_advisory_xact_lock(7104)')
        connection.exec(File.read(STRUCTURE)) unless loaded?(connection)
        Accounts.give_instance_key(connection)
      end
    ensure
      Database.disconnect
    end

    def loaded?(connection)
      connection.exec("SELECT to_regclass('schema_migrations') AS found").first['found']
    end

    # True if it had to be created.
    def create_database
      server = Database.open('postgres')
      return false if server.exec_params('SELECT 1 FROM pg_database WHERE datname = $1', [Database.name]).any?

      server.exec("CREATE DATABASE #{server.quote_ident(Database.name)} ENCODING 'UTF8' TEMPLATE template0")
      true
    ensure
      server&.close
    end
  end
end
