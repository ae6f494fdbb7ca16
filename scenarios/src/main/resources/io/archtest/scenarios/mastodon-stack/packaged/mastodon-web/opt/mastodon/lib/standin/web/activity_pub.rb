# frozen_string_literal: true

module Standin
  module Web
    # Accounts and posts as ActivityPub documents, and the choice between those and pages.
    module ActivityPub
      TYPE = 'application/activity+json; charset=utf-8'
      CONTEXT = ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1',
                 { 'manuallyApprovesFollowers' => 'as:manuallyApprovesFollowers', 'toot' => 'http://joinmastodon.org/ns#',
                   'discoverable' => 'toot:discoverable', 'indexable' => 'toot:indexable' }].freeze

      module_function

      def actor(account)
        id = Presenters.account_uri(account)
        { '@context': CONTEXT, id: id, type: 'Person', following: "#{id}/following", followers: "#{id}/followers",
          inbox: "#{id}/inbox", outbox: "#{id}/outbox", preferredUsername: account['username'], name: account['display_name'],
          summary: account['note'], url: Presenters.account_url(account), manuallyApprovesFollowers: account['locked'],
          discoverable: account['discoverable'], indexable: account['indexable'],
          published: account['created_at'].strftime('%Y-%m-%dT00:00:00Z'),
          publicKey: { id: "#{id}#main-key", owner: id, publicKeyPem: account['public_key'] }, tag: [], attachment: [],
          endpoints: { sharedInbox: "#{Environment.base_url}/inbox" } }
      end

      def instance_actor
        base = Environment.base_url
        { '@context': CONTEXT, id: "#{base}/actor", type: 'Application', inbox: "#{base}/actor/inbox",
          outbox: "#{base}/actor/outbox", preferredUsername: 'mastodon.internal',
          publicKey: { id: "#{base}/actor#main-key", owner: "#{base}/actor",
                       publicKeyPem: Accounts.find(Accounts::INSTANCE_ACTOR_ID)['public_key'] },
          url: "#{base}/about/more?instance_actor=true", manuallyApprovesFollowers: true,
          endpoints: { sharedInbox: "#{base}/inbox" } }
      end

      def outbox(account)
        id = "#{Presenters.account_uri(account)}/outbox"
        { '@context': CONTEXT.first, id: id, type: 'OrderedCollection', totalItems: account['statuses_count'],
          first: "#{id}?page=true", last: "#{id}?min_id=0&page=true" }
      end

      def self.registered(app)
        helpers(app)
        account_routes(app)
        status_routes(app)
        app.get('/actor') do
          headers 'cache-control' => 'max-age=600, public', 'vary' => 'Accept'
          json(ActivityPub.instance_actor, TYPE)
        end
      end

      def self.helpers(app)
        app.helpers do
          def activity_json(document)
            headers 'cache-control' => 'max-age=180, public', 'vary' => 'Accept, Accept-Language, Cookie'
            json(document, TYPE)
          end

          def wants_activity? = accepts?('application/activity+json', 'application/ld+json')

          # Servers that ask for a document name text/html as well, as what they like least.
          def wants_page? = accepts?('text/html') && !wants_activity?

          # Documents are for the accounts of this server only.
          def local_account(account) = account && account['domain'].nil? ? account : pass

          def account_page(account)
            link = "<#{base_url}/.well-known/webfinger?resource=acct%3A#{account['username']}%40#{Environment.local_domain}>; " \
                   'rel="lrdd"; type="application/jrd+json", ' \
                   "<#{Presenters.account_uri(account)}>; rel=\"alternate\"; type=\"application/activity+json\""
            headers 'link' => link, 'cache-control' => 'max-age=15, public, stale-while-revalidate=30, stale-if-error=3600',
                    'vary' => 'Accept, Accept-Language, Cookie'
            page("@#{account['username']}@#{Environment.local_domain}", Statuses.by_account(account['id'], 20))
          end

          def moved(location, status = 301)
            headers 'vary' => 'Accept', 'cache-control' => 'no-cache'
            redirect location, status
          end
        end
      end

      def self.account_routes(app)
        app.get(%r{/@(\w+)(\.json)?}) do |name, json_suffix|
          account = Accounts.find_local(name) || pass
          next activity_json(ActivityPub.actor(account)) if json_suffix || wants_activity?

          account_page(account)
        end
        app.get '/users/:name' do
          account = Accounts.find_local(params['name']) || pass
          next activity_json(ActivityPub.actor(account)) if wants_activity?

          # Only a browser is sent on to the page's own address.
          accepts?('text/html') ? moved(Presenters.account_url(account)) : account_page(account)
        end
        app.get '/ap/users/:id' do
          account = local_account(Accounts.find(params['id']))
          wants_page? ? moved(Presenters.account_url(account), 302) : activity_json(ActivityPub.actor(account))
        end
        app.get '/ap/users/:id/outbox' do
          account = local_account(Accounts.find(params['id']))
          headers 'cache-control' => 'max-age=180, public', 'vary' => 'Accept'
          json(ActivityPub.outbox(account), TYPE)
        end
      end

      def self.status_routes(app)
        app.get(%r{/(?:@|users/|ap/users/)(\w+)/(?:statuses/)?(\d+)}) do |_owner, id|
          status = StatusesApi.visible(id, nil) || pass
          account = local_account(Accounts.find(status['account_id']))
          canonical = request.path_info.start_with?('/@')
          next moved(Presenters.status_url(status, account)) if !canonical && wants_page?

          headers 'link' => "<#{status['uri']}>; rel=\"alternate\"; type=\"application/activity+json\""
          next activity_json(Federation::Activities.note(status, account)) if wants_activity? || !canonical

          headers 'cache-control' => 'max-age=10, public', 'vary' => 'Accept, Accept-Language, Cookie'
          page("@#{account['username']}", [status])
        end
      end
    end
  end
end
