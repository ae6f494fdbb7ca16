# frozen_string_literal: true

require_relative 'follows'
require_relative 'remote_accounts'
require_relative '../statuses'

module Standin
  module Federation
    # What other servers say to this one. Whoever signed it may speak for nobody else.
    class Incoming
      def initialize(actor, activity)
        @actor = actor
        @activity = activity
        @object = activity['object']
      end

      def process
        return if Federation.id_of(@activity['actor']) != @actor['uri']

        case @activity['type']
        when 'Follow' then follow
        when 'Accept' then answer { |account| Follows.authorize(account['id'], @actor['id']) }
        when 'Reject' then answer { |account| Follows.remove(account['id'], @actor['id']) }
        when 'Undo' then undo
        when 'Create' then create
        end
      end

      private

      def follow
        target = Federation.local(Federation.id_of(@object))
        return if target.nil?
        return Follows.request(@actor['id'], target['id'], @activity['id']) if target['locked']

        Follows.insert(@actor['id'], target['id'], @activity['id'])
        follow = Follows.find(@actor['id'], target['id'])
        Follows.deliver(target, @actor, Activities.accept(target, follow['id'], @activity))
      end

      # To a follow that somebody here asked for: given as a whole or by its id.
      def answer
        account = @object.is_a?(Hash) ? Federation.local(Federation.id_of(@object['actor'])) : asking(@object)
        yield account if account
      end

      def asking(uri)
        id = Database.value('SELECT account_id FROM follow_requests WHERE uri = $1 AND target_account_id = $2',
                            [uri.to_s, @actor['id']])
        id && Accounts.find(id)
      end

      def undo
        return unless @object.is_a?(Hash) && @object['type'] == 'Follow'

        target = Federation.local(Federation.id_of(@object['object']))
        Follows.remove(@actor['id'], target['id']) if target
      end

      # A post is kept only if somebody here follows its author.
      def create
        return unless @object.is_a?(Hash) && @object['type'] == 'Note'
        return unless Federation.id_of(@object['attributedTo']) == @actor['uri']
        return unless @object['id'].to_s.start_with?("https://#{@actor['domain']}/")
        return if Follows.local_follower_ids(@actor['id']).empty?

        status = Database.first(<<~SQL, values)
          INSERT INTO statuses (uri, url, text, visibility, spoiler_text, sensitive, language, account_id, local, created_at,
                                updated_at)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, false, $9, now()) ON CONFLICT (uri) DO NOTHING RETURNING *
        SQL
        Jobs.push('default', 'DistributionWorker', [status['id']]) if status
      end

      def values
        [@object['id'], @object['url'].is_a?(String) ? @object['url'] : @object['id'], @object['content'].to_s,
         Activities.visibility(@object, @actor['followers_url']), @object['summary'].to_s, @object['sensitive'] == true,
         Hash(@object['contentMap']).keys.first, @actor['id'], Time.iso8601(@object['published']).utc.iso8601]
      end
    end
  end
end
