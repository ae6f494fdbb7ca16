# frozen_string_literal: true

require_relative 'error_page'
require_relative 'log'

module Standin
  module Web
    # Whose request it is. A forwarded address is believed only from a trusted peer; from anybody else it is an attack.
    class ClientAddress
      def initialize(app)
        @app = app
      end

      def call(env)
        forwarded = env['HTTP_X_FORWARDED_FOR'].to_s.split(',').map(&:strip).reject(&:empty?)
        return spoofed(env) if spoofed?(env, forwarded)

        env['standin.client'] = forwarded.reverse.find { |address| !trusted?(address) } || forwarded.first || env['REMOTE_ADDR']
        @app.call(env)
      end

      private

      def spoofed?(env, forwarded)
        return false if forwarded.empty?
        return true unless trusted?(env['REMOTE_ADDR'])

        claimed = env['HTTP_CLIENT_IP']
        !claimed.nil? && !forwarded.include?(claimed)
      end

      def spoofed(env)
        Log.error("[#{env['standin.request_id']}] ActionDispatch::RemoteIp::IpSpoofAttackError (IP spoofing attack?! " \
                  "REMOTE_ADDR=#{env['REMOTE_ADDR'].inspect} HTTP_X_FORWARDED_FOR=#{env['HTTP_X_FORWARDED_FOR'].inspect})")
        ErrorPage.response(500)
      end

      def trusted?(address)
        ip = IPAddr.new(address.to_s).native
        Environment.trusted_proxies.any? { |range| range.family == ip.family && range.include?(ip) }
      rescue IPAddr::Error
        false
      end
    end
  end
end
