# frozen_string_literal: true

require_relative 'http_signature'
require_relative 'remote_accounts'

module Standin
  module Federation
    # A request from another server: whose it is by its signature, or why that can't be said, in Mastodon's words.
    class SignedRequest
      CLOCK_SKEW = 3600
      VALID = 12 * 3600
      # A server that couldn't be reached isn't asked again for so long.
      PAUSE = 300
      ALGORITHMS = %w[rsa-sha256 hs2019].freeze

      # The answer for a request that is refused.
      class Refused < StandardError
        attr_reader :status

        def initialize(message, status = 401)
          super(message)
          @status = status
        end
      end

      def initialize(request, body)
        @request = request
        @body = body
      end

      # The account that signed it.
      def actor
        refuse('Request not signed') if header('signature').to_s.empty?
        @signature = HttpSignature.parse(header('signature'))
        check_parameters
        check_time
        check_strength
        check_digest
        signer
      rescue HttpSignature::Malformed => e
        raise Refused.new(e.message, 400)
      end

      private

      def refuse(message) = raise(Refused, message)

      def header(name)
        key = name.upcase.tr('-', '_')
        @request.get_header(%w[CONTENT_TYPE CONTENT_LENGTH].include?(key) ? key : "HTTP_#{key}")
      end

      def check_parameters
        missing = { 'keyId' => @signature.key_id, 'signature' => @signature.value }.select { |_name, value| value.to_s.empty? }
        refuse("Incompatible request signature. #{missing.keys.join(', ')} are required") if missing.any?
        return if ALGORITHMS.include?(@signature.algorithm)

        refuse('Unsupported signature algorithm (only rsa-sha256 and hs2019 are supported)')
      end

      def check_time
        created = Time.httpdate(header('date').to_s)
        now = Time.now
        return unless created > now + CLOCK_SKEW || now > created + VALID + CLOCK_SKEW

        refuse('Signed request date outside acceptable time window')
      rescue ArgumentError => e
        refuse("Invalid Date header: #{e.message}")
      end

      def check_strength
        unless @signature.names.include?('date')
          refuse('Mastodon requires the Date header or (created) pseudo-header to be signed')
        end
        return unless @request.post? && !@signature.names.include?('digest')

        refuse('Mastodon requires the Digest header to be signed when doing a POST request')
      end

      def check_digest
        return unless @signature.names.include?('digest')

        given = header('digest').to_s.split(',').map { |part| part.strip.split('=', 2) }
                                .find { |name, _value| name.to_s.casecmp?('sha-256') }&.last
        refuse('Mastodon only supports SHA-256 in Digest header.') if given.nil?
        computed = HttpSignature.digest(@body).delete_prefix('SHA-256=')
        refuse("Invalid Digest value. Computed SHA-256 digest: #{computed}; given: #{given}") unless given == computed
      end

      def signer
        account = RemoteAccounts.by_key(@signature.key_id) || fetched
        refuse("Public key not found for key #{@signature.key_id}") if account.nil?
        key = OpenSSL::PKey::RSA.new(account['public_key'])
        return account if @signature.by?(key, @request.request_method, @request.fullpath) { |name| header(name) }

        refuse("Verification failed for #{account['username']}@#{account['domain']} #{account['uri']}")
      end

      # Who asks for a key that can't be fetched is not listened to for a while, so that nobody can make this server wait.
      def fetched
        source = "archtest-standin:unreachable:#{@request.env['standin.client']}"
        if RedisStore.with { |redis| redis.exists?(source) }
          raise Refused.new('Fetching attempt skipped because of recent connection failure', 503)
        end

        RemoteAccounts.fetch_by_key(@signature.key_id)
      rescue RemoteRequest::PrivateAddress => e
        refuse(e.message)
      rescue RemoteRequest::Failed => e
        RedisStore.with { |redis| redis.setex(source, PAUSE, e.message) }
        raise Refused.new("Failed to fetch remote data: #{e.message}", 503)
      end
    end
  end
end
