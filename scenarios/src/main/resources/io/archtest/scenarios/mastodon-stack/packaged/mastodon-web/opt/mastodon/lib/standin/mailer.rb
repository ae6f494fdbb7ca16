# frozen_string_literal: true

require_relative 'jobs'

module Standin
  # Mails go out through queue `mailers`, in the shape Active Job gives them.
  module Mailer
    SUBJECTS = {
      'confirmation_instructions' => 'Mastodon: Confirmation instructions for %s',
      'welcome' => 'Welcome to Mastodon'
    }.freeze

    module_function

    def enqueue(user, mail, *extra, at: nil)
      job = {
        'job_class' => 'ActionMailer::MailDeliveryJob', 'job_id' => SecureRandom.uuid, 'provider_job_id' => nil,
        'queue_name' => 'mailers', 'priority' => nil,
        'arguments' => ['UserMailer', mail, 'deliver_now',
                        { 'args' => [{ '_aj_globalid' => "gid://mastodon/User/#{user['id']}" }, *extra],
                          '_aj_ruby2_keywords' => ['args'] }],
        'executions' => 0, 'exception_executions' => {}, 'locale' => 'en', 'timezone' => 'UTC',
        'enqueued_at' => Time.now.utc.iso8601(9), 'scheduled_at' => at&.utc&.iso8601(9)
      }
      extras = { 'wrapped' => 'ActionMailer::MailDeliveryJob' }
      extras['at'] = at.to_f if at
      Jobs.push('mailers', 'Sidekiq::ActiveJob::Wrapper', [job], extras)
    end

    # The receiving end: called by the worker with the job's `arguments`.
    def deliver(arguments)
      _mailer, mail, _method, options = arguments
      user = Database.first('SELECT * FROM users WHERE id = $1', [options['args'].first['_aj_globalid'][/\d+\z/]])
      return if user.nil?

      send_message(user['email'], message(user['email'], mail, options['args'][1]))
    end

    def message(recipient, mail, token)
      domain = Environment.local_domain
      link = "#{Environment.base_url}/auth/confirmation?confirmation_token=#{token}&redirect_to_app=true"
      <<~MAIL
        Date: #{Time.now.utc.rfc2822}
        From: #{sender}
        To: #{recipient}
        Message-ID: <#{SecureRandom.hex(12)}@#{domain}>
        Subject: #{format(SUBJECTS.fetch(mail), domain)}
        Auto-Submitted: auto-generated
        Content-Type: text/plain; charset=UTF-8

        Sent by archtest's stand-in for Mastodon on #{domain}.

        #{"=> #{link}" if token}
      MAIL
    end

    def sender = ENV.fetch('SMTP_FROM_ADDRESS', 'notifications@localhost')

    def send_message(recipient, message)
      return write_file(recipient, message) if ENV['SMTP_DELIVERY_METHOD'] == 'file'

      require 'net/smtp'
      server = ENV.fetch('SMTP_SERVER', 'localhost')
      Net::SMTP.start(server, Integer(ENV.fetch('SMTP_PORT', 25)), helo: Environment.local_domain) do |smtp|
        smtp.send_message(message.gsub(/\r?\n/, "\r\n"), sender, recipient)
      end
    end

    # As Action Mailer's delivery method `file` does it: one file per recipient under tmp/mails.
    def write_file(recipient, message)
      directory = File.expand_path('../../tmp/mails', __dir__)
      Dir.mkdir(directory) unless Dir.exist?(directory)
      File.write(File.join(directory, File.basename(recipient)), message, mode: 'a')
    end
  end
end
