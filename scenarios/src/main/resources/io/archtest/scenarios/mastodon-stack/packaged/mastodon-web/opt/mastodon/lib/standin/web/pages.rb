# frozen_string_literal: true

require 'cgi'

module Standin
  module Web
    # The pages a browser would see, each saying what it comes from, and the plain /health.
    module Pages
      NOTICE = "This is archtest's stand-in for Mastodon #{MASTODON_VERSION}, made for tests. It is not Mastodon.".freeze

      def self.registered(app)
        app.helpers do
          def page(title, statuses = [], notice = NOTICE)
            headers 'content-type' => 'text/html; charset=utf-8'
            posts = statuses.map { |status| "<article>#{Formatter.html(status['text'])}</article>" }.join("\n")
            <<~HTML
              <!DOCTYPE html>
              <html lang="en">
              <head><meta charset="utf-8"><meta name="generator" content="archtest stand-in">
              <title>#{CGI.escapeHTML(title)} - Mastodon</title></head>
              <body><h1>#{CGI.escapeHTML(title)}</h1><p>#{notice}</p>
              #{posts}
              </body>
              </html>
            HTML
          end
        end
        health(app)
        public_pages(app)
        confirmation(app)
        streaming(app)
      end

      def self.health(app)
        app.get '/health' do
          # The real one notices a missing database here, but not a missing Redis.
          Database.query('SELECT 1')
          headers 'content-type' => 'text/plain; charset=utf-8'
          'OK'
        end
      end

      def self.public_pages(app)
        { '/' => 'Mastodon', '/about' => 'About', '/privacy-policy' => 'Privacy policy' }.each do |path, title|
          app.get path do
            headers 'cache-control' => Base::BRIEFLY, 'vary' => 'Accept, Accept-Language, Cookie'
            Database.query('SELECT 1')
            page(title)
          end
        end
        app.get '/auth/sign_in' do
          cache_control_text Base::PRIVATE
          page('Log in')
        end
      end

      # The link in the confirmation mail: to the application at first, afterwards a page that has nothing to do.
      def self.confirmation(app)
        app.get '/auth/confirmation' do
          cache_control_text Base::PRIVATE
          user = Database.first('SELECT * FROM users WHERE confirmation_token = $1', [params['confirmation_token'].to_s])
          next page('Confirmation', [], 'Confirmation token is invalid') if user.nil?
          next page('Confirmation', [], 'Email was already confirmed, please try signing in') if user['confirmed_at']

          Users.confirm(user)
          application = user['created_by_application_id'] && Tokens.application(user['created_by_application_id'])
          redirect application ? application['redirect_uri'].split("\n").first : "#{base_url}/auth/sign_in", 302
        end
      end

      # Streaming is another process. With an address of its own clients are sent there.
      def self.streaming(app)
        app.get(%r{/api/v1/streaming(?:/.*)?}) do
          pass unless Environment.value('STREAMING_API_BASE_URL')
          cache_control_text Base::PRIVATE
          query = request.query_string.empty? ? '' : "?#{request.query_string}"
          location = Environment.streaming_url.sub(/\Aws/, 'http') + request.path_info + query
          halt 301, { 'location' => location, 'content-type' => 'text/html; charset=utf-8' }, ''
        end
      end
    end
  end
end
