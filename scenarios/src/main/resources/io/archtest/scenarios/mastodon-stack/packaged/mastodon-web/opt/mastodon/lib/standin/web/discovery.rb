# frozen_string_literal: true

module Standin
  module Web
    # /.well-known/* and nodeinfo.
    module Discovery
      LONG = 'max-age=259200, public'
      GRANULAR = { 'write' => %w[accounts blocks bookmarks collections conversations favourites filters follows lists media
                                 mutes notifications reports statuses],
                   'read' => %w[accounts blocks bookmarks collections favourites filters follows lists mutes notifications
                                search statuses] }.freeze

      module_function

      def webfinger(subject, aliases, page, actor)
        base = Environment.base_url
        { subject: "acct:#{subject}@#{Environment.local_domain}", aliases: aliases,
          links: [
            { rel: 'http://webfinger.net/rel/profile-page', type: 'text/html', href: page },
            { rel: 'self', type: 'application/activity+json', href: actor },
            { rel: 'http://ostatus.org/schema/1.0/subscribe', template: "#{base}/authorize_interaction?uri={uri}" },
            { rel: 'https://w3id.org/fep/3b86/Create', template: "#{base}/share?text={content}" },
            { rel: 'https://w3id.org/fep/3b86/Object', template: "#{base}/authorize_interaction?uri={object}" }
          ] }
      end

      # The document for `resource`, or nil if nobody here has that name.
      def lookup(resource)
        base = Environment.base_url
        name = resource[%r{\A(?:acct:)?([^@/]+)@#{Regexp.union(Environment.local_domain, Environment.web_domain)}\z}i, 1] ||
               resource[%r{\A#{Regexp.escape(base)}/(?:@|users/)(\w+)\z}, 1]
        return instance_actor if [Environment.local_domain, 'mastodon.internal'].include?(name)

        account = name && Accounts.find_local(name)
        return if account.nil?

        page = Presenters.account_url(account)
        webfinger(account['username'], [page, Presenters.account_uri(account)], page, Presenters.account_uri(account))
      end

      def instance_actor
        base = Environment.base_url
        webfinger('mastodon.internal', ["#{base}/actor"], "#{base}/about/more?instance_actor=true", "#{base}/actor")
      end

      def scopes
        granular = GRANULAR.flat_map { |scope, parts| parts.map { |part| "#{scope}:#{part}" } }
        ['read', 'profile', 'write', *granular, 'follow', 'push', 'admin:read', 'admin:write']
      end

      def oauth_server
        base = Environment.base_url
        { issuer: "#{base}/", authorization_endpoint: "#{base}/oauth/authorize", token_endpoint: "#{base}/oauth/token",
          revocation_endpoint: "#{base}/oauth/revoke", userinfo_endpoint: "#{base}/oauth/userinfo",
          scopes_supported: scopes, response_types_supported: ['code'],
          response_modes_supported: %w[query fragment form_post],
          grant_types_supported: %w[authorization_code client_credentials],
          token_endpoint_auth_methods_supported: %w[client_secret_basic client_secret_post],
          code_challenge_methods_supported: ['S256'], service_documentation: 'https://docs.joinmastodon.org/',
          app_registration_endpoint: "#{base}/api/v1/apps" }
      end

      def nodeinfo
        # The real one keeps these counts in Redis, so that it fails here without Redis; so does this.
        active = RedisStore.with { |redis| redis.pfcount("activity:logins:#{Time.now.utc.strftime('%G%V')}") }
        users = Database.value('SELECT count(*) FROM users WHERE confirmed_at IS NOT NULL AND NOT disabled')
        posts = Database.value('SELECT count(*) FROM statuses WHERE local AND deleted_at IS NULL')
        { version: '2.0', software: { name: 'mastodon', version: VERSION }, protocols: ['activitypub'],
          services: { outbound: [], inbound: [] },
          usage: { users: { total: users, activeMonth: active, activeHalfyear: active }, localPosts: posts },
          openRegistrations: Settings.registrations_open?,
          metadata: { nodeName: 'Mastodon', nodeDescription: 'archtest stand-in' } }
      end

      def self.registered(app)
        nodeinfo_routes(app)
        webfinger_routes(app)
        host_meta_routes(app)
        app.get('/.well-known/oauth-authorization-server') { json(Discovery.oauth_server) }
        app.get('/.well-known/change-password') do
          cache_control_text 'no-cache'
          redirect "#{base_url}/auth/edit", 301
        end
      end

      def self.nodeinfo_routes(app)
        app.get '/.well-known/nodeinfo' do
          cache_control_text LONG
          json({ links: [{ rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0', href: "#{base_url}/nodeinfo/2.0" }] })
        end
        app.get '/nodeinfo/2.0' do
          cache_control_text 'max-age=1800, public'
          json(Discovery.nodeinfo)
        end
      end

      def self.webfinger_routes(app)
        app.get '/.well-known/webfinger' do
          document = Discovery.lookup(params['resource'].to_s) if params['resource']
          if document
            cache_control_text LONG
            json(document, 'application/jrd+json; charset=utf-8')
          else
            cache_control_text 'max-age=180, public'
            headers 'content-type' => 'text/html'
            @answered = true
            halt params['resource'] ? 404 : 400, ''
          end
        end
      end

      def self.host_meta_routes(app)
        app.get(%r{/\.well-known/host-meta(\.json)?}) do
          template = "#{base_url}/.well-known/webfinger?resource={uri}"
          cache_control_text LONG
          if params['captures']&.first || accepts?('application/json')
            json({ links: [{ rel: 'lrdd', template: template }] })
          else
            headers 'content-type' => 'application/xrd+xml; charset=utf-8'
            <<~XML
              <?xml version="1.0" encoding="UTF-8"?>
              <XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
                <Link rel="lrdd" template="#{template}"/>
              </XRD>
            XML
          end
        end
      end
    end
  end
end
