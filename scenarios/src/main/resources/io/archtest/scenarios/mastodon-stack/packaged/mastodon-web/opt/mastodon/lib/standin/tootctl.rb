# frozen_string_literal: true

require 'optparse'

require_relative 'sign_up'

module Standin
  # The few tootctl commands that checks need, with the real one's words and exit codes.
  class Tootctl
    # Ends the command with a message and exit code 1.
    class Failure < StandardError; end

    def initialize(arguments)
      @arguments = arguments
      @options = {}
    end

    def run
      words = parser.parse(@arguments)
      Environment.check!
      dispatch(words)
      0
    rescue Failure, OptionParser::ParseError, PG::Error, Redis::BaseError => e
      warn e.message
      1
    ensure
      Database.disconnect
    end

    private

    def parser
      OptionParser.new do |o|
        o.on('--email EMAIL') { |value| @options[:email] = value }
        o.on('--role NAME') { |value| @options[:role] = value }
        o.on('--confirmed') { @options[:confirmed] = true }
        o.on('--confirm') { @options[:confirm] = true }
        o.on('--approve') { @options[:approve] = true }
        o.on('--days N', Integer) { |value| @options[:days] = value }
        o.on('--dry-run') { @options[:dry_run] = true }
      end
    end

    def dispatch(words)
      case words
      in ['version'] then puts VERSION
      in ['settings', 'registrations', ('open' | 'close' | 'approved') => mode] then registrations(mode)
      in ['accounts', 'create', username] then create(username)
      in ['accounts', 'modify', username] then modify(username)
      in ['media', 'remove'] then remove_media
      else raise Failure, "Could not find command #{words.join(' ').inspect} in this stand-in for Mastodon's tootctl."
      end
    end

    def registrations(mode)
      Settings.set('registrations_mode', mode == 'close' ? 'none' : mode)
      puts 'OK'
    end

    def create(username)
      email = @options[:email] || raise(Failure, "No value provided for required options '--email'")
      raise Failure, "Failure/Error: account.username\n    taken" if Accounts.taken?(username)
      raise Failure, "Failure/Error: email\n    unreachable" unless SignUp.domain_allowed?(email)
      raise Failure, "Failure/Error: email\n    taken" if SignUp.email_taken?(email)

      password = SecureRandom.hex
      user = Users.create(username: username, email: email, password: password, confirmed: @options[:confirmed],
                          role_id: role_id)
      Users.send_confirmation(user) unless @options[:confirmed]
      puts 'OK', "New password: #{password}"
    end

    def modify(username)
      account = Accounts.find_local(username)
      user = account && Users.find_by_account(account['id'])
      raise Failure, 'No user with such username' if user.nil?

      id = role_id
      Database.query('UPDATE users SET role_id = $2 WHERE id = $1', [user['id'], id]) if id
      Users.approve(user) if @options[:approve]
      Users.confirm(user) if @options[:confirm] && user['confirmed_at'].nil?
      puts 'OK'
    end

    # Only copies of other instances' media are ever removed, and no other instance is known here.
    def remove_media
      Database.value('SELECT 1')
      puts '', "Progress: |#{'=' * 68}|"
      puts "Removed 0 media attachments (approx. 0 Bytes)#{' (DRY RUN)' if @options[:dry_run]}"
    end

    def role_id
      return if @options[:role].nil?

      Database.value('SELECT id FROM user_roles WHERE name = $1', [@options[:role]]) ||
        raise(Failure, 'Cannot find user role with that name')
    end
  end
end
