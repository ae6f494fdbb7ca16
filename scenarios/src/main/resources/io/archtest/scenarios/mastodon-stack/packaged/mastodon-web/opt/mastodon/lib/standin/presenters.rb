# frozen_string_literal: true

require_relative 'accounts'
require_relative 'formatter'
require_relative 'media'
require_relative 'statuses'
require_relative 'tokens'

module Standin
  # Accounts and posts as the client API shows them.
  module Presenters
    module_function

    # Accounts of other servers, and their posts, bring addresses of their own.
    def account_url(account) = account['domain'] ? account['url'] : "#{Environment.base_url}/@#{account['username']}"

    def account_uri(account) = account['domain'] ? account['uri'] : "#{Environment.base_url}/ap/users/#{account['id']}"

    def acct(account) = [account['username'], account['domain']].compact.join('@')

    def account(row)
      { id: row['id'].to_s, username: row['username'], acct: acct(row), display_name: row['display_name'],
        locked: row['locked'], bot: false, discoverable: row['discoverable'], indexable: row['indexable'], group: false,
        created_at: row['created_at'].strftime('%Y-%m-%dT00:00:00.000Z'), note: row['note'],
        url: account_url(row), uri: account_uri(row),
        **pictures, followers_count: row['followers_count'], following_count: row['following_count'],
        statuses_count: row['statuses_count'], last_status_at: row['last_status_at']&.strftime('%F'),
        hide_collections: nil, show_media: true, show_media_replies: true, show_featured: true, noindex: false,
        feature_approval: { automatic: [], manual: [], current_user: 'denied' }, emojis: [], roles: [], fields: [] }
    end

    def pictures
      avatar = "#{Environment.base_url}/avatars/original/missing.png"
      header = "#{Environment.base_url}/headers/original/missing.png"
      { avatar: avatar, avatar_static: avatar, avatar_description: '',
        header: header, header_static: header, header_description: '' }
    end

    def own_account(row, role)
      source = { privacy: 'public', sensitive: false, language: nil, note: row['note'], fields: [],
                 follow_requests_count: 0, hide_collections: nil, discoverable: row['discoverable'],
                 indexable: row['indexable'], attribution_domains: [], quote_policy: 'public' }
      account(row).merge(source: source, role: { id: role['id'].to_s, name: role['name'],
                                                 permissions: role['permissions'].to_s, color: role['color'],
                                                 highlighted: role['highlighted'], collection_limit: 10 })
    end

    def status_url(row, account) = row['local'] ? "#{account_url(account)}/#{row['id']}" : row['url']

    # What comes from another server is HTML already.
    def content(row) = row['local'] ? Formatter.html(row['text']) : row['text']

    # `viewer`: the account that asks, or nil. Its own relations to the post are shown only to somebody.
    def status(row, viewer = nil, source: false)
      author = Accounts.find(row['account_id'])
      body = source ? { text: row['text'] } : { content: content(row) }
      status_head(row, author).merge(viewer ? relations : {}, body, viewer ? { filtered: [] } : {},
                                     status_tail(row, author, viewer))
    end

    def status_head(row, author)
      { id: row['id'].to_s, created_at: row['created_at'].iso8601(3), in_reply_to_id: row['in_reply_to_id']&.to_s,
        in_reply_to_account_id: row['in_reply_to_account_id']&.to_s, sensitive: row['sensitive'],
        spoiler_text: row['spoiler_text'], visibility: Statuses::VISIBILITIES[row['visibility']], language: row['language'],
        uri: row['uri'], url: status_url(row, author), replies_count: 0, reblogs_count: 0, favourites_count: 0,
        quotes_count: 0, edited_at: nil }
    end

    def relations = { favourited: false, reblogged: false, muted: false, bookmarked: false, pinned: false }

    def status_tail(row, author, viewer)
      application = row['application_id'] && Tokens.application(row['application_id'])
      tags = Formatter.hashtags(row['text']).map { |name| { name: name, url: "#{Environment.base_url}/tags/#{name}" } }
      { reblog: nil, application: application && { name: application['name'], website: application['website'] },
        account: account(author), media_attachments: Media.of_status(row['id']).map { |media| Media.json(media) }, mentions: [], tags: tags, emojis: [], tagged_collections: [],
        quote: nil, card: nil, poll: nil,
        quote_approval: { automatic: ['public'], manual: [], current_user: viewer ? 'automatic' : 'denied' } }
    end
  end
end
