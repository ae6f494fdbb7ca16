# frozen_string_literal: true

module Standin
  module Web
    # Posts and timelines.
    module StatusesApi
      module_function

      def problem(text)
        return "Validation failed: Text can't be blank" if text.strip.empty?
        return if text.length <= Statuses::MAX_CHARACTERS

        "Validation failed: Text character limit of #{Statuses::MAX_CHARACTERS} exceeded"
      end

      def attributes(params, token)
        visibility = params['visibility'].to_s
        { text: params['status'].to_s, visibility: Statuses::VISIBILITIES.include?(visibility) ? visibility : 'public',
          spoiler_text: params['spoiler_text'], sensitive: [true, 'true', '1'].include?(params['sensitive']),
          language: params['language'], application_id: token['application_id'],
          in_reply_to_id: params['in_reply_to_id'] && Statuses.find(params['in_reply_to_id'])&.fetch('id') }
      end

      # The key is remembered for an hour. The real v4.6.5 answers 500 to a repeat (a known defect), as does this.
      def claim_key(account, key)
        name = "idempotency:status:#{account['id']}:#{key}"
        raise "Idempotency-Key #{key.inspect} was used before" if RedisStore.with { |redis| redis.get(name) }

        name
      end

      def visible(id, viewer)
        status = Statuses.find(id)
        return if status.nil?

        open = status['visibility'] <= Statuses::VISIBILITIES.index('unlisted')
        status if open || (viewer && viewer['id'] == status['account_id'])
      end

      def self.registered(app)
        writing(app)
        reading(app)
        timelines(app)
      end

      def self.writing(app)
        app.post '/api/v1/statuses' do
          user!('write:statuses')
          problem = StatusesApi.problem(params['status'].to_s)
          fail_with 422, problem if problem
          key = request.get_header('HTTP_IDEMPOTENCY_KEY')
          # Asked first whether Redis is there: a post whose jobs can't be queued must not be stored.
          claim = key ? StatusesApi.claim_key(@account, key) : RedisStore.with(&:ping)
          status = Statuses.create(@account, StatusesApi.attributes(params, @token))
          RedisStore.with { |redis| redis.setex(claim, 3600, status['id']) } if key
          json(Presenters.status(status, @account))
        end
        app.delete '/api/v1/statuses/:id' do
          user!('write:statuses')
          status = Statuses.find(params['id'])
          fail_with 404, 'Record not found' unless status && status['account_id'] == @account['id']
          answer = json(Presenters.status(status, @account, source: true))
          Statuses.delete(status)
          answer
        end
      end

      def self.reading(app)
        app.get '/api/v1/statuses/:id' do
          user!('read:statuses') if bearer
          status = StatusesApi.visible(params['id'], @account) || fail_with(404, 'Record not found')
          cache_control_text @account ? Base::PRIVATE : Base::BRIEFLY
          json(Presenters.status(status, @account))
        end
        app.get '/api/v1/statuses/:id/context' do
          StatusesApi.visible(params['id'], nil) || fail_with(404, 'Record not found')
          json({ ancestors: [], descendants: [] })
        end
      end

      def self.timelines(app)
        app.get '/api/v1/timelines/public' do
          cache_control_text bearer ? Base::PRIVATE : Base::BRIEFLY
          local = params['remote'] == 'true' ? false : (params['local'] == 'true' || nil)
          rows = Statuses.public_timeline(page_limit, params, local)
          timeline(rows, params['local'] ? '/api/v1/timelines/public?local=true' : '/api/v1/timelines/public')
        end
        app.get '/api/v1/timelines/tag/:name' do
          cache_control_text Base::BRIEFLY
          path = "/api/v1/timelines/tag/#{Rack::Utils.escape_path(params['name'])}"
          timeline(Statuses.tagged(params['name'], page_limit, params), path)
        end
        app.get '/api/v1/timelines/home' do
          user!('read:statuses')
          timeline(Statuses.home_timeline(@account['id'], page_limit, params), '/api/v1/timelines/home', @account)
        end
      end
    end
  end
end
