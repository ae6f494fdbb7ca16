# frozen_string_literal: true

require 'net/http'
require 'resolv'
require 'uri'

require_relative 'http_signature'
require_relative '../accounts'

module Standin
  module Federation
    # Requests to other servers: by HTTPS only, its certificate verified against SSL_CERT_FILE, and signed.
    class RemoteRequest
      OPEN_TIMEOUT = 5
      READ_TIMEOUT = 10
      DOCUMENT = 'application/activity+json, application/ld+json'
      RESERVED = %w[0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 ::1/128
                    fc00::/7 fe80::/10].map { |range| IPAddr.new(range) }.freeze

      # No answer at all: no connection, no trust, no time.
      class Failed < StandardError; end

      # What this server is not to speak to.
      class PrivateAddress < StandardError; end

      UNREACHABLE = [SocketError, SystemCallError, OpenSSL::SSL::SSLError, Net::OpenTimeout, Net::ReadTimeout,
                     Net::WriteTimeout, EOFError].freeze

      class << self
        # The document at an address, or nil if there is none that this server can read. Signed by the instance itself.
        def document(url, accept = DOCUMENT)
          response = new(url).send_signed('GET', nil, Accounts.find(Accounts::INSTANCE_ACTOR_ID), 'accept' => accept)
          response.is_a?(Net::HTTPOK) ? JSON.parse(response.body) : nil
        rescue JSON::ParserError
          nil
        end

        # Hands an activity to an inbox. The block gets the answer.
        def deliver(url, body, account)
          yield new(url).send_signed('POST', body, account, 'content-type' => 'application/activity+json')
        end
      end

      def initialize(url)
        @uri = URI.parse(url)
        raise Failed, "#{url} is no https address" unless @uri.is_a?(URI::HTTPS)

        @uri.fragment = nil
      rescue URI::InvalidURIError => e
        raise Failed, e.message
      end

      def send_signed(method, body, account, headers)
        request = Net::HTTPGenericRequest.new(method, !body.nil?, true, @uri.request_uri, headers)
        sign(request, method, body, account)
        Net::HTTP.start(@uri.host, @uri.port, ipaddr: address, use_ssl: true, verify_mode: OpenSSL::SSL::VERIFY_PEER,
                                              open_timeout: OPEN_TIMEOUT, read_timeout: READ_TIMEOUT) do |http|
          http.request(request, body)
        end
      rescue *UNREACHABLE => e
        raise Failed, "#{e.message} on #{@uri}"
      end

      private

      def sign(request, method, body, account)
        # A port stands in the header only if it isn't 443.
        fields = { 'host' => @uri.port == 443 ? @uri.host : "#{@uri.host}:#{@uri.port}", 'date' => Time.now.httpdate }
        fields['digest'] = HttpSignature.digest(body) if body
        fields.each { |name, value| request[name] = value }
        request['user-agent'] = "archtest-stand-in/#{VERSION} (+#{Environment.base_url}/)"
        key = OpenSSL::PKey::RSA.new(account['private_key'])
        request['signature'] = HttpSignature.sign(key, "#{Federation.uri(account)}#main-key", method, @uri.request_uri, fields)
      end

      # The address is looked up once, so that the one that was checked is the one that is connected to.
      def address
        found = Resolv.getaddresses(@uri.host)
        raise Failed, "#{@uri.host} has no address" if found.empty?

        found.find { |text| allowed?(IPAddr.new(text)) } || raise(
          PrivateAddress, "Requests to private network addresses are disallowed (tried to query #{@uri.host})"
        )
      end

      def allowed?(ip)
        ranges = Environment.list('ALLOWED_PRIVATE_ADDRESSES').map { |range| IPAddr.new(range) }
        [RESERVED.none? { |range| inside?(range, ip) }, ranges.any? { |range| inside?(range, ip) }].any?
      end

      def inside?(range, ip) = range.family == ip.family && range.include?(ip)
    end
  end
end
