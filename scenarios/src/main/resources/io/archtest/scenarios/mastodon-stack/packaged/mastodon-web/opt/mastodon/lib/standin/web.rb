# frozen_string_literal: true

require 'rack'
require 'sinatra/base'

require_relative 'web/base'
require_relative 'web/cors'
require_relative 'web/host_guard'
require_relative 'web/https_redirect'
require_relative 'web/request_frame'
require_relative 'web/client_address'
require_relative 'web/rate_limit'
require_relative 'web/accounts_api'
require_relative 'web/discovery'
require_relative 'web/federation_api'
require_relative 'web/instance_api'
require_relative 'web/media_api'
require_relative 'web/oauth_api'
require_relative 'web/pages'
require_relative 'web/statuses_api'
require_relative 'web/activity_pub'

module Standin
  # The web process. The order of the layers is part of what is imitated: a blocked host gets no redirect, a redirect gets no
  # request id, and so on.
  module Web
    # All routes; each subject adds its own.
    class Application < Base
      # Before AccountsApi, whose /api/v1/accounts/:id would take /api/v1/accounts/relationships.
      register FederationApi
      register Discovery, InstanceApi, OauthApi, AccountsApi, StatusesApi, MediaApi, ActivityPub, Pages
    end

    def self.stack
      Rack::Builder.new do
        use Cors
        use HostGuard
        use HttpsRedirect
        use RequestFrame
        use ClientAddress
        use RateLimit
        use Rack::Head
        use Rack::ConditionalGet
        use Rack::ETag, 'max-age=0, private, must-revalidate', 'max-age=0, private, must-revalidate'
        run Application
      end.to_app
    end
  end
end
