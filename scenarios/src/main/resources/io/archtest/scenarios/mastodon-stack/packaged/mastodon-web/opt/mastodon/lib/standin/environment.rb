# frozen_string_literal: true

require 'ipaddr'

module Standin
  # What the environment variables say; names and defaults are Mastodon's.
  module Environment
    ENCRYPTION_KEYS = %w[
      ACTIVE_RECORD_ENCRYPTION_DETERMINISTIC_KEY
      ACTIVE_RECORD_ENCRYPTION_KEY_DERIVATION_SALT
      ACTIVE_RECORD_ENCRYPTION_PRIMARY_KEY
    ].freeze
    TRUSTED_PROXIES = %w[127.0.0.0/8 ::1 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7].freeze

    module_function

    def local_domain = ENV.fetch('LOCAL_DOMAIN', 'localhost:3000')
    def web_domain = value('WEB_DOMAIN') || local_domain
    def base_url = "https://#{web_domain}"
    def streaming_url = value('STREAMING_API_BASE_URL') || "wss://#{web_domain}"
    def vapid_public_key = value('VAPID_PUBLIC_KEY')
    def fasp? = ENV.fetch('EXPERIMENTAL_FEATURES', '').split(',').map(&:strip).include?('fasp')
    def allowed_hosts = [local_domain, web_domain, *list('ALTERNATE_DOMAINS')].uniq
    def email_domain_allowlist = list('EMAIL_DOMAIN_ALLOWLIST', '|')

    def trusted_proxies
      @trusted_proxies ||= (list('TRUSTED_PROXY_IP').then { |own| own.empty? ? TRUSTED_PROXIES : own })
                           .map { |range| IPAddr.new(range) }
    end

    # The real processes refuse to start without their secrets; a stack that forgets one must fail here too.
    def check!
      if value('SECRET_KEY_BASE').nil?
        abort "Missing `secret_key_base` for 'production' environment, set this string with `bin/rails credentials:edit`"
      end
      missing = ENCRYPTION_KEYS.reject { |name| value(name) }
      return if missing.empty?

      abort "\nMastodon now requires that these variables are set:\n\n#{missing.map { |name| "  - #{name}" }.join("\n")}\n"
    end

    # An empty variable counts as absent: Compose files often pass them through.
    def value(name)
      text = ENV[name].to_s.strip
      text unless text.empty?
    end

    def list(name, separator = /[,\s]+/)
      ENV.fetch(name, '').split(separator).map(&:strip).reject(&:empty?)
    end
  end
end
