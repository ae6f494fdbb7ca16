# frozen_string_literal: true

require 'base64'
require 'openssl'

module Standin
  module Federation
    # Signatures on HTTP requests by draft-cavage-http-signatures-12: the signing string of section 2.3 and the header of
    # section 4.1. RSA and SHA-256 are OpenSSL's. Debian packages no Ruby library for this draft.
    class HttpSignature
      TARGET = '(request-target)'
      PARAMETER = /\A\s*([a-zA-Z]+)="([^"]*)"\s*\z/

      # A header that is no signature at all.
      class Malformed < StandardError; end

      attr_reader :key_id, :algorithm, :names, :value

      # Reads the header's text.
      def self.parse(text)
        parameters = text.split(',').to_h do |part|
          match = PARAMETER.match(part) || raise(Malformed, 'Error parsing signature parameters')
          [match[1], match[2]]
        end
        new(parameters)
      end

      # The text of a header that signs these fields (names in lower case, in this order).
      def self.sign(key, key_id, method, target, fields)
        names = [TARGET, *fields.keys]
        text = signing_string(names, method, target) { |name| fields[name] }
        value = Base64.strict_encode64(key.sign(OpenSSL::Digest.new('SHA256'), text))
        %(keyId="#{key_id}",algorithm="rsa-sha256",headers="#{names.join(' ')}",signature="#{value}")
      end

      def self.digest(body) = "SHA-256=#{Base64.strict_encode64(OpenSSL::Digest.digest('SHA256', body))}"

      # The block gives the value of a header.
      def self.signing_string(names, method, target)
        names.map do |name|
          value = name == TARGET ? "#{method.downcase} #{target}" : yield(name).to_s.strip
          "#{name}: #{value}"
        end.join("\n")
      end

      def initialize(parameters)
        @key_id = parameters['keyId']
        @value = parameters['signature']
        # The draft's defaults.
        @algorithm = parameters.fetch('algorithm', 'hs2019')
        @names = parameters.fetch('headers', 'date').downcase.split
      end

      # Whether this key made the signature over what the block gives for each header.
      def by?(public_key, method, target, &header)
        text = HttpSignature.signing_string(names, method, target, &header)
        public_key.verify(OpenSSL::Digest.new('SHA256'), Base64.decode64(value), text)
      rescue OpenSSL::PKey::PKeyError
        false
      end
    end
  end
end
