# frozen_string_literal: true

require_relative '../sign_up'

module Standin
  module Web
    # Signing up, the own account, other accounts, and the confirmation of an e-mail address.
    module AccountsApi
      # What PATCH update_credentials can change here.
      CHANGEABLE = { 'display_name' => :text, 'note' => :text, 'locked' => :flag, 'discoverable' => :flag,
                     'indexable' => :flag }.freeze

      module_function

      def sign_up(token, params)
        user = Users.create(username: params['username'], email: params['email'], password: params['password'],
                            locale: params['locale'], application_id: token['application_id'])
        Users.send_confirmation(user)
        application = Tokens.application(token['application_id'])
        Tokens.create(application_id: application['id'], scopes: application['scopes'], user_id: user['id'])
      end

      def changes(params)
        CHANGEABLE.filter_map do |name, kind|
          next unless params.key?(name)

          [name, kind == :flag ? [true, 'true', '1', 1].include?(params[name]) : params[name].to_s]
        end
      end

      def own(account, user) = Presenters.own_account(Accounts.find(account['id']), Users.role(user))

      def self.registered(app)
        sign_up_route(app)
        own_account_routes(app)
        other_account_routes(app)
        email_routes(app)
      end

      def self.sign_up_route(app)
        app.post '/api/v1/accounts' do
          token = token!('write:accounts')
          fail_with 403, 'Forbidden' unless Settings.registrations_mode != 'none' && token['resource_owner_id'].nil?
          check = SignUp.new(params)
          fail_with 422, check.message, details: check.errors unless check.valid?
          headers 'cache-control' => Base::PRIVATE, 'pragma' => 'no-cache'
          json(Tokens.json(AccountsApi.sign_up(token, params)))
        end
      end

      def self.own_account_routes(app)
        app.get '/api/v1/accounts/verify_credentials' do
          user = user!('read:accounts')
          json(AccountsApi.own(@account, user))
        end
        app.patch '/api/v1/accounts/update_credentials' do
          user = user!('write:accounts')
          Accounts.update(@account['id'], AccountsApi.changes(params))
          json(AccountsApi.own(@account, user))
        end
      end

      def self.other_account_routes(app)
        app.get '/api/v1/accounts/lookup' do
          name = params['acct'].to_s.delete_suffix("@#{Environment.local_domain}")
          account = Accounts.find_local(name) || fail_with(404, 'Record not found')
          cache_control_text Base::BRIEFLY
          json(Presenters.account(account))
        end
        app.get '/api/v1/accounts/:id' do
          account = Accounts.find(params['id']) || fail_with(404, 'Record not found')
          cache_control_text Base::BRIEFLY
          json(Presenters.account(account))
        end
        app.get '/api/v1/accounts/:id/statuses' do
          account = Accounts.find(params['id']) || fail_with(404, 'Record not found')
          timeline(Statuses.by_account(account['id'], page_limit), "/api/v1/accounts/#{account['id']}/statuses")
        end
      end

      def self.email_routes(app)
        app.get '/api/v1/emails/check_confirmation' do
          token = token!
          user = token['resource_owner_id'] && Users.find(token['resource_owner_id'])
          fail_with 422, 'This method requires an authenticated user' if user.nil?
          cache_control_text Base::PRIVATE
          json(!user['confirmed_at'].nil?)
        end
        app.post '/api/v1/emails/confirmations' do
          token = token!('write:accounts')
          user = token['resource_owner_id'] && Users.find(token['resource_owner_id'])
          if user.nil? || user['confirmed_at']
            fail_with 403, 'This method is only available while the e-mail is awaiting confirmation'
          end
          Users.send_confirmation(user)
          json({})
        end
      end
    end
  end
end
