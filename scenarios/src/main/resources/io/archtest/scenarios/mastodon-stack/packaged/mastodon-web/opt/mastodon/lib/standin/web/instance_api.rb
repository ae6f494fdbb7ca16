# frozen_string_literal: true

module Standin
  module Web
    # /api/v2/instance and /api/v1/instance: what this server says about itself. The version and the source name the stand-in.
    module InstanceApi
      MIME_TYPES = %w[image/jpeg image/png image/gif image/heic image/heif image/webp image/avif video/webm video/mp4
                      video/quicktime video/ogg audio/wave audio/wav audio/x-wav audio/x-pn-wave audio/vnd.wave audio/ogg
                      audio/vorbis audio/mpeg audio/mp3 audio/webm audio/flac audio/aac audio/m4a audio/x-m4a audio/mp4
                      audio/3gpp video/x-ms-asf].freeze
      DESCRIPTION = "archtest's stand-in for Mastodon #{MASTODON_VERSION}"
      STATUSES = { max_characters: Statuses::MAX_CHARACTERS, max_media_attachments: 4, characters_reserved_per_url: 23 }.freeze
      POLLS = { max_options: 4, max_characters_per_option: 50, min_expiration: 300, max_expiration: 2_629_746 }.freeze
      MEDIA = { description_limit: 10_000, image_matrix_limit: 33_177_600, image_size_limit: 16_777_216,
                supported_mime_types: MIME_TYPES, video_frame_rate_limit: 120, video_matrix_limit: 8_294_400,
                video_size_limit: 103_809_024 }.freeze
      ACCOUNTS = { max_display_name_length: 40, max_note_length: 500, max_avatar_description_length: 150,
                   max_header_description_length: 150, max_featured_tags: 10, max_pinned_statuses: 5, max_profile_fields: 4,
                   profile_field_name_limit: 255, profile_field_value_limit: 255 }.freeze

      module_function

      # Needs PostgreSQL and Redis, like the real one: it answers 500 without either.
      def active_users
        RedisStore.with { |redis| redis.pfcount("activity:logins:#{Time.now.utc.strftime('%G%V')}") }
      end

      def v2
        base = Environment.base_url
        image = "#{base}/packs/assets/stand-in.png"
        { domain: Environment.local_domain, title: 'Mastodon', version: VERSION, source_url: "#{base}/about",
          description: DESCRIPTION, usage: { users: { active_month: active_users } },
          thumbnail: { url: image, description: '' }, icon: [{ src: image, size: '192x192' }], languages: ['en'],
          configuration: configuration(base), registrations: registrations, api_versions: { mastodon: 11 }, wrapstodon: nil,
          contact: { email: '', account: nil }, rules: [] }
      end

      def configuration(base)
        feeds = %i[live_feeds hashtag_feeds trending_link_feeds].to_h { |feed| [feed, { local: 'public', remote: 'public' }] }
        { urls: { streaming: Environment.streaming_url, status: nil, about: "#{base}/about",
                  privacy_policy: "#{base}/privacy-policy", terms_of_service: nil },
          vapid: { public_key: Environment.vapid_public_key }, accounts: ACCOUNTS, statuses: STATUSES, media_attachments: MEDIA,
          polls: POLLS, translation: { enabled: false }, timelines_access: feeds, limited_federation: false }
      end

      def registrations
        mode = Settings.registrations_mode
        { enabled: mode != 'none', approval_required: mode == 'approved', reason_required: false, message: nil, min_age: nil,
          url: nil }
      end

      def v1
        mode = Settings.registrations_mode
        counts = { user_count: Database.value('SELECT count(*) FROM users WHERE confirmed_at IS NOT NULL'),
                   status_count: Database.value('SELECT count(*) FROM statuses WHERE local AND deleted_at IS NULL'),
                   domain_count: Database.value('SELECT count(DISTINCT domain) FROM accounts') }
        active_users
        { uri: Environment.local_domain, title: 'Mastodon', short_description: DESCRIPTION, description: DESCRIPTION, email: '',
          version: VERSION, urls: { streaming_api: Environment.streaming_url }, stats: counts,
          thumbnail: "#{Environment.base_url}/packs/assets/stand-in.png", languages: ['en'], registrations: mode != 'none',
          approval_required: mode == 'approved', invites_enabled: true,
          configuration: { accounts: { max_featured_tags: 10 }, statuses: STATUSES, media_attachments: MEDIA, polls: POLLS },
          contact_account: nil, rules: [] }
      end

      def self.registered(app)
        { '/api/v2/instance' => :v2, '/api/v1/instance' => :v1 }.each do |path, document|
          app.get path do
            cache_control_text 'max-age=300, public, stale-while-revalidate=30, stale-if-error=86400'
            headers 'vary' => 'Origin'
            json(InstanceApi.public_send(document))
          end
        end
      end
    end
  end
end
