# frozen_string_literal: true

require 'net/smtp'

module Standin
  # Sends by SMTP as Action Mailer does, with Mastodon's variables and defaults.
  module SmtpDelivery
    TIMEOUT = 20

    module_function

    # Raises what goes wrong, so that Sidekiq tries again later.
    def send_message(sender, recipient, message)
      client.start(Environment.value('SMTP_DOMAIN') || Environment.local_domain, *login) do |smtp|
        smtp.send_message(message.gsub(/\r?\n/, "\r\n"), sender[/<(.+)>/, 1] || sender, recipient)
      end
    end

    def client
      smtp = Net::SMTP.new(Environment.value('SMTP_SERVER') || 'localhost', Integer(Environment.value('SMTP_PORT') || 25))
      smtp.open_timeout = smtp.read_timeout = TIMEOUT
      if [ENV['SMTP_TLS'], ENV['SMTP_SSL']].include?('true')
        smtp.enable_tls(context)
      else
        starttls(smtp)
      end
      smtp
    end

    def starttls(smtp)
      case Environment.value('SMTP_ENABLE_STARTTLS') || 'auto'
      when 'always' then smtp.enable_starttls(context)
      when 'never' then smtp.disable_starttls
      else smtp.enable_starttls_auto(context)
      end
    end

    def context
      context = OpenSSL::SSL::SSLContext.new
      verify = (Environment.value('SMTP_OPENSSL_VERIFY_MODE') || 'peer') == 'none' ? 'NONE' : 'PEER'
      context.set_params(verify_mode: OpenSSL::SSL.const_get("VERIFY_#{verify}"), ca_file: Environment.value('SMTP_CA_FILE'))
      context
    end

    # User, password and method; nothing at all only with the method `none`. Otherwise a missing user is an error.
    def login
      method = Environment.value('SMTP_AUTH_METHOD') || 'plain'
      return [] if method == 'none'

      user = Environment.value('SMTP_LOGIN') || raise(ArgumentError, 'SMTP-AUTH requested but missing user name')
      [user, Environment.value('SMTP_PASSWORD'), method.to_sym]
    end
  end
end
