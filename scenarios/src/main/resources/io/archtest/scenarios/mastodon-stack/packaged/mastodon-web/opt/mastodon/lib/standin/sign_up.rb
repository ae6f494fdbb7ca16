# frozen_string_literal: true

require_relative 'users'

module Standin
  # The rules for a new user, with the words and codes the API answers.
  class SignUp
    RESERVED = %w[admin administrator root support help owner moderator mod webmaster security postmaster abuse
                  staff hostmaster info contact].freeze
    EMAIL = /\A[^@\s]+@[^@\s]+\z/

    attr_reader :errors

    def initialize(parameters)
      @username = parameters['username'].to_s
      @email = parameters['email'].to_s
      @password = parameters['password'].to_s
      @agreement = parameters['agreement']
      @errors = {}
      check
    end

    def valid? = @errors.empty?

    def message
      labels = { password: 'Password', username: 'Username', email: 'E-mail address', agreement: 'Service agreement' }
      "Validation failed: #{@errors.flat_map { |field, list| list.map { |e| "#{labels[field]} #{e[:description]}" } }.join(', ')}"
    end

    private

    def check
      add(:password, 'ERR_TOO_SHORT', 'is too short (minimum is 8 characters)') if @password.length < 8
      check_username
      check_email
      add(:agreement, 'ERR_ACCEPTED', 'must be accepted') unless [true, 'true', '1', 1].include?(@agreement)
    end

    def check_username
      if @username.empty?
        add(:username, 'ERR_BLANK', "can't be blank")
      elsif !@username.match?(/\A[a-z0-9_]{1,30}\z/i)
        add(:username, 'ERR_INVALID', 'must contain only letters, numbers and underscores')
      elsif RESERVED.include?(@username.downcase) || @username.match?(/mast[oa]don/i)
        add(:username, 'ERR_RESERVED', 'is reserved')
      elsif Accounts.taken?(@username)
        add(:username, 'ERR_TAKEN', 'has already been taken')
      end
    end

    def check_email
      if @email.empty?
        add(:email, 'ERR_BLANK', "can't be blank")
      elsif !@email.match?(EMAIL)
        add(:email, 'ERR_INVALID', 'is invalid')
      elsif !SignUp.domain_allowed?(@email)
        add(:email, 'ERR_BLOCKED', 'uses a disallowed e-mail provider')
      elsif SignUp.email_taken?(@email)
        add(:email, 'ERR_TAKEN', 'has already been taken')
      end
    end

    def add(field, code, description)
      (@errors[field] ||= []) << { error: code, description: description }
    end

    class << self
      def domain_allowed?(email)
        allowed = Environment.email_domain_allowlist
        domain = email.split('@', 2).last.to_s.downcase
        allowed.empty? || allowed.any? { |entry| domain == entry || domain.end_with?(".#{entry}") }
      end

      def email_taken?(email)
        !Database.first('SELECT 1 FROM users WHERE lower(email) = lower($1)', [email]).nil?
      end
    end
  end
end
