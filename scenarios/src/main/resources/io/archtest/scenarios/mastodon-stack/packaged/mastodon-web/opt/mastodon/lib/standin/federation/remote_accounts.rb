# frozen_string_literal: true

require_relative 'remote_request'
require_relative '../accounts'

module Standin
  module Federation
    # Accounts of other servers: found by name or key, and kept in table `accounts` with their domain.
    module RemoteAccounts
      JRD = 'application/jrd+json, application/json'
      ACTORS = %w[Person Application Service Group Organization].freeze

      module_function

      # By NAME@DOMAIN, asking that domain if it isn't known yet; nil if there is nobody.
      def resolve(username, domain)
        find(username, domain) || begin
          finger = webfinger(username, domain)
          finger && store(finger[:username], domain, RemoteRequest.document(finger[:uri]), finger[:uri])
        end
      end

      def find(username, domain)
        Database.first("#{Accounts::SELECT} WHERE lower(a.username) = lower($1) AND lower(a.domain) = lower($2)",
                       [username, domain])
      end

      def by_uri(uri) = Database.first("#{Accounts::SELECT} WHERE a.uri = $1 AND a.domain IS NOT NULL", [uri.to_s])

      def by_key(key_id) = by_uri(key_id.sub(/#.*/, ''))

      # Asks the server that the key says it is from, and that server's webfinger whether the actor is who it says.
      def fetch_by_key(key_id)
        uri = key_id.sub(/#.*/, '')
        actor = RemoteRequest.document(uri)
        return unless actor.is_a?(Hash) && actor.dig('publicKey', 'id') == key_id

        domain = URI.parse(uri).host
        finger = webfinger(actor['preferredUsername'], domain)
        finger && store(finger[:username], domain, actor, finger[:uri])
      end

      # Name and actor's address, as the domain itself says it.
      def webfinger(username, domain)
        document = RemoteRequest.document("https://#{domain}/.well-known/webfinger?resource=acct:#{username}@#{domain}", JRD)
        return unless document.is_a?(Hash)

        name = document['subject'].to_s[/\Aacct:([\w.-]+)@#{Regexp.escape(domain)}\z/i, 1]
        link = Array(document['links']).find do |entry|
          entry['rel'] == 'self' && entry['type'].to_s.match?(%r{\Aapplication/(?:activity|ld)\+json})
        end
        name && link && { username: name, uri: link['href'] }
      end

      # Only an actor who is on that domain, says that address is its own, and has a key of its own.
      def store(username, domain, actor, uri)
        return unless actor.is_a?(Hash) && actor['id'] == uri && URI.parse(uri).host == domain
        return unless ACTORS.include?(actor['type']) && actor['preferredUsername'].to_s.casecmp?(username)
        return unless actor.dig('publicKey', 'owner') == uri && actor['inbox'].to_s.start_with?("https://#{domain}/")

        insert([username, domain, uri, actor['url'] || uri, actor.dig('publicKey', 'publicKeyPem'), actor['inbox'],
                actor.dig('endpoints', 'sharedInbox').to_s, actor['followers'].to_s, actor['name'].to_s,
                actor['summary'].to_s, actor['manuallyApprovesFollowers'] == true, actor['type']])
        find(username, domain)
      end

      def insert(values)
        Database.query(<<~SQL, values)
          INSERT INTO accounts (username, domain, uri, url, public_key, inbox_url, shared_inbox_url, followers_url,
                                display_name, note, locked, actor_type, last_webfingered_at, created_at, updated_at)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, now(), now(), now())
          ON CONFLICT (lower(username), coalesce(lower(domain), '')) DO UPDATE
          SET public_key = excluded.public_key, inbox_url = excluded.inbox_url, updated_at = now()
        SQL
      end
    end
  end
end
