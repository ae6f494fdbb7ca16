# frozen_string_literal: true

require_relative '../presenters'

module Standin
  module Federation
    # What this server says to others: activities as ActivityPub has them.
    module Activities
      CONTEXT = 'https://www.w3.org/ns/activitystreams'
      PUBLIC = "#{CONTEXT}#Public".freeze

      module_function

      def follow(account, target, uri)
        { '@context': CONTEXT, id: uri, type: 'Follow', actor: Federation.uri(account), object: Federation.uri(target) }
      end

      def undo(account, activity)
        { '@context': CONTEXT, id: "#{activity[:id]}/undo", type: 'Undo', actor: Federation.uri(account), object: activity }
      end

      # The answer to somebody else's activity, which is given back as it came.
      def accept(account, follow_id, activity)
        actor = Federation.uri(account)
        { '@context': CONTEXT, id: "#{actor}#accepts/follows/#{follow_id}", type: 'Accept', actor: actor, object: activity }
      end

      def create(status, account)
        object = note(status, account)
        { '@context': CONTEXT, id: "#{status['uri']}/activity", type: 'Create', actor: object[:attributedTo],
          published: object[:published], to: object[:to], cc: object[:cc], object: object.except(:'@context') }
      end

      def note(status, account)
        actor = Federation.uri(account)
        content = Formatter.html(status['text'])
        to, cc = audience(status['visibility'], "#{actor}/followers")
        { '@context': CONTEXT, id: status['uri'], type: 'Note', summary: nil, inReplyTo: nil,
          published: status['created_at'].iso8601, url: Presenters.status_url(status, account), attributedTo: actor,
          to: to, cc: cc, sensitive: status['sensitive'], content: content, contentMap: { status['language'] => content } }
      end

      # `to` and `cc` by the visibility's place in the list.
      def audience(visibility, followers)
        [[[PUBLIC], [followers]], [[followers], [PUBLIC]], [[followers], []]].fetch(visibility, [[], []])
      end

      # The other way round.
      def visibility(object, followers)
        return 0 if Array(object['to']).include?(PUBLIC)
        return 1 if Array(object['cc']).include?(PUBLIC)

        Array(object['to']).include?(followers) ? 2 : 3
      end
    end
  end
end
