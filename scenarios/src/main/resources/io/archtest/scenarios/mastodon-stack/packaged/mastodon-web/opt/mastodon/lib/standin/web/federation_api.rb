# frozen_string_literal: true

require_relative '../federation'

module Standin
  module Web
    # Between people of different servers: search, follows, and the inboxes for other servers.
    module FederationApi
      module_function

      # A server that can't be asked is one that has nobody; the reason is in the log only, as in the real one.
      def resolve(username, domain)
        return Accounts.find_local(username) if domain.casecmp?(Environment.local_domain)

        Federation::RemoteAccounts.resolve(username, domain)
      rescue Federation::RemoteRequest::Failed, Federation::RemoteRequest::PrivateAddress => e
        Log.info("Webfinger query for #{username}@#{domain} failed: #{e.message}")
        nil
      end

      def search(query, resolve)
        username, domain = query.strip.delete_prefix('@').split('@', 2)
        return [] if username.to_s.empty?
        return by_prefix(username) if domain.nil?

        account = resolve ? resolve(username, domain) : Federation::RemoteAccounts.find(username, domain)
        [account].compact
      end

      def by_prefix(prefix)
        Database.query("#{Accounts::SELECT} WHERE starts_with(lower(a.username), lower($1)) AND a.id > 0 LIMIT 20", [prefix])
      end

      def self.registered(app)
        search_route(app)
        follow_routes(app)
        list_routes(app)
        inbox_routes(app)
      end

      def self.search_route(app)
        app.get '/api/v2/search' do
          resolve = params['resolve'] == 'true'
          fail_with 400, 'param is missing or the value is empty: q' if params['q'].to_s.empty?
          if resolve && bearer.nil?
            fail_with 401, 'Search queries that resolve remote resources are not supported without authentication'
          end
          user!('read:search') if bearer
          wanted = params['type'].to_s.empty? || params['type'] == 'accounts'
          found = wanted ? FederationApi.search(params['q'].to_s, resolve) : []
          cache_control_text Base::PRIVATE
          json({ accounts: found.map { |account| Presenters.account(account) }, statuses: [], hashtags: [] })
        end
      end

      def self.follow_routes(app)
        app.get '/api/v1/accounts/relationships' do
          user!('read:follows')
          ids = Array(params['id']).filter_map { |id| Accounts.find(id)&.fetch('id') }
          json(ids.map { |id| Federation::Follows.relationship(@account, id) })
        end
        app.post '/api/v1/accounts/:id/follow' do
          user!('write:follows')
          target = Accounts.find(params['id']) || fail_with(404, 'Record not found')
          Federation::Follows.ask(@account, target)
          answer = Federation::Follows.relationship(@account, target['id'])
          # Mastodon says so before the other server has answered, unless that one is known to ask its user first.
          answer = answer.merge(following: true, showing_reblogs: true, requested: false) unless target['locked']
          json(answer)
        end
        app.post '/api/v1/accounts/:id/unfollow' do
          user!('write:follows')
          target = Accounts.find(params['id']) || fail_with(404, 'Record not found')
          Federation::Follows.withdraw(@account, target)
          json(Federation::Follows.relationship(@account, target['id']))
        end
      end

      def self.list_routes(app)
        { 'followers' => :followers, 'following' => :following }.each do |path, list|
          app.get "/api/v1/accounts/:id/#{path}" do
            account = Accounts.find(params['id']) || fail_with(404, 'Record not found')
            user!('read:accounts') if bearer
            accounts = Federation::Follows.public_send(list, account['id'], page_limit)
            json(accounts.map { |row| Presenters.account(row) })
          end
        end
      end

      def self.inbox_routes(app)
        app.post(%r{/(?:ap/users/(\d+)/|users/(\w+)/|actor/)?inbox}) do |id, name|
          headers 'vary' => 'Authorization'
          request.body.rewind
          body = request.body.read
          actor = Federation::SignedRequest.new(request, body).actor
          owner = id ? Accounts.find(id) : name && Accounts.find_local(name)
          fail_with 404, 'Record not found' if (id || name) && (owner.nil? || owner['domain'])
          Jobs.push('ingress', 'ActivityPub::ProcessingWorker', [actor['id'], body, owner && owner['id'], 'Account'])
          cache_control_text 'no-cache'
          halt 202, ''
        rescue Federation::SignedRequest::Refused => e
          Log.info("[#{env['standin.request_id']}] #{request.path_info} refused: #{e.message}")
          fail_with e.status, e.message
        end
      end
    end
  end
end
