# frozen_string_literal: true

require_relative 'jobs'
require_relative 'smtp_delivery'

module Standin
  # Mails go out through queue `mailers`, in the shape Active Job gives them.
  module Mailer
    SUBJECTS = {
      'confirmation_instructions' => 'Mastodon: Confirmation instructions for %s',
      'welcome' => 'Welcome to Mastodon'
    }.freeze
    NOTICE = "Sent by archtest's stand-in for Mastodon on #{Environment.local_domain}.".freeze

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

    def send_message(recipient, message)
      return write_file(recipient, message) if ENV['SMTP_DELIVERY_METHOD'] == 'file'

      SmtpDelivery.send_message(sender, recipient, message)
    end

    # As Action Mailer's delivery method `file` does it: one file per recipient under tmp/mails.
    def write_file(recipient, message)
      directory = File.expand_path('../../tmp/mails', __dir__)
      Dir.mkdir(directory) unless Dir.exist?(directory)
      File.write(File.join(directory, File.basename(recipient)), message, mode: 'a')
    end

    # Two readings of the same words, as the real mails have them.
    def message(recipient, mail, token)
      domain = Environment.local_domain
      boundary = "--==_mimepart_#{SecureRandom.hex(12)}"
      <<~MAIL
        Date: #{Time.now.utc.rfc2822}
        From: #{sender}
        To: #{recipient}
        Message-ID: <#{SecureRandom.hex(12)}@#{domain}>
        Subject: #{format(SUBJECTS.fetch(mail), domain)}
        MIME-Version: 1.0
        Content-Type: multipart/alternative;
         boundary="#{boundary}";
         charset=UTF-8
        Content-Transfer-Encoding: 7bit


        --#{boundary}
        #{part('plain', text(token))}
        --#{boundary}
        #{part('html', html(token))}
        --#{boundary}--
      MAIL
    end

    def part(kind, content)
      "Content-Type: text/#{kind};\n charset=UTF-8\nContent-Transfer-Encoding: 7bit\n\n#{content}\n"
    end

    def text(token)
      "#{NOTICE}\n#{"\n=> #{link(token)}\n" if token}"
    end

    def html(token)
      anchor = %(<p><a href="#{link(token).gsub('&', '&amp;')}">Verify email address</a></p>) if token
      "<!DOCTYPE html>\n<html><body><p>#{NOTICE}</p>\n#{anchor}\n</body></html>"
    end

    def link(token)
      "#{Environment.base_url}/auth/confirmation?confirmation_token=#{token}&redirect_to_app=true"
    end

    def sender = ENV.fetch('SMTP_FROM_ADDRESS', 'notifications@localhost')
  end
end
