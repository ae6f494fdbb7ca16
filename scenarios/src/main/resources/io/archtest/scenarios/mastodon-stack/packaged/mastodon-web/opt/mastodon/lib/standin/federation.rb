# frozen_string_literal: true

require_relative 'accounts'

module Standin
  # ActivityPub between servers, as far as following and posting go.
  module Federation
    module_function

    # The address by which an account is known everywhere.
    def uri(account)
      return account['uri'] if account['domain']
      return "#{Environment.base_url}/actor" if account['id'] == Accounts::INSTANCE_ACTOR_ID

      Presenters.account_uri(account)
    end

    # The account of this server at an address, or nil.
    def local(uri)
      path = uri.to_s[%r{\A#{Regexp.escape(Environment.base_url)}/(.*)\z}, 1].to_s
      id = path[%r{\Aap/users/(\d+)\z}, 1]
      account = id ? Accounts.find(id) : path[%r{\Ausers/(\w+)\z}, 1]&.then { |name| Accounts.find_local(name) }
      account if account && account['domain'].nil?
    end

    # An object is given by its id or as a whole.
    def id_of(object) = object.is_a?(Hash) ? object['id'] : object
  end
end

require_relative 'federation/activities'
require_relative 'federation/follows'
require_relative 'federation/incoming'
require_relative 'federation/remote_accounts'
require_relative 'federation/signed_request'
