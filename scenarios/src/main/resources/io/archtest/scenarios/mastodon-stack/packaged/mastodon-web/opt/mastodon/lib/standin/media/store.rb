# frozen_string_literal: true

require 'fileutils'

module Standin
  module Media
    # Where media lie: a bucket, or the folder that web and Sidekiq would have to share.
    module Store
      CACHE_CONTROL = 'public, max-age=315576000, immutable'
      FOLDER = File.expand_path('../../../public/system', __dir__)

      module_function

      # As Mastodon does it: nothing but "true" counts.
      def bucket? = ENV['S3_ENABLED'] == 'true'

      def put(key, path, content_type)
        return put_object(key, path, content_type) if bucket?

        FileUtils.mkdir_p(File.dirname(file(key)))
        FileUtils.cp(path, file(key))
      end

      def url(key)
        return "#{Environment.base_url}/system/#{key}" unless bucket?

        protocol = ENV.fetch('S3_PROTOCOL', 'https')
        host = Environment.value('S3_HOSTNAME') || "s3-#{region}.amazonaws.com"
        return "#{protocol}://#{Environment.value('S3_ALIAS_HOST')}/#{prefixed(key)}" if Environment.value('S3_ALIAS_HOST')

        "#{protocol}://#{host}/#{ENV['S3_BUCKET']}/#{prefixed(key)}"
      end

      # Nil for what lies outside the folder.
      def file(key)
        path = File.expand_path(key, FOLDER)
        path if path.start_with?("#{FOLDER}/")
      end

      def put_object(key, path, content_type)
        permission = ENV.fetch('S3_PERMISSION', 'public-read')
        File.open(path, 'rb') do |body|
          client.put_object({ bucket: ENV['S3_BUCKET'], key: prefixed(key), body: body, content_type: content_type,
                              cache_control: CACHE_CONTROL, acl: permission.empty? ? nil : permission }.compact)
        end
      end

      def prefixed(key) = [Environment.value('S3_KEY_PREFIX'), key].compact.join('/')

      def region = ENV.fetch('S3_REGION', 'us-east-1')

      # Loaded at the first upload: Sidekiq and tootctl do without.
      def client
        require 'aws-sdk-s3'
        endpoint = Environment.value('S3_ENDPOINT')
        place = endpoint ? { endpoint: endpoint, force_path_style: ENV['S3_OVERRIDE_PATH_STYLE'] != 'true' } : {}
        Aws::S3::Client.new(
          access_key_id: ENV['AWS_ACCESS_KEY_ID'], secret_access_key: ENV['AWS_SECRET_ACCESS_KEY'], region: region,
          http_open_timeout: Integer(ENV.fetch('S3_OPEN_TIMEOUT', 5)), http_read_timeout: Integer(ENV.fetch('S3_READ_TIMEOUT', 5)),
          retry_limit: Integer(ENV.fetch('S3_RETRY_LIMIT', 0)), **place
        )
      end
    end
  end
end
