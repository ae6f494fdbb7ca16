# frozen_string_literal: true

require_relative '../media'

module Standin
  module Web
    # Uploads of images, and the files themselves where they lie in a folder. Video and sound are not imitated.
    module MediaApi
      NOT_AN_IMAGE = 'Validation failed: File has contents that are not what they are reported to be'
      LOCAL_HEADERS = { 'cache-control' => 'public, max-age=2419200, immutable', 'x-content-type-options' => 'nosniff',
                        'content-security-policy' => "default-src 'none'; form-action 'none'" }.freeze

      def self.registered(app)
        uploads(app)
        files(app)
      end

      def self.uploads(app)
        %w[/api/v2/media /api/v1/media].each do |path|
          app.post path do
            user!('write:media')
            upload = params['file']
            fail_with 422, "Validation failed: File can't be blank" unless upload.is_a?(Hash) && upload[:tempfile]
            json(Media.json(Media.create(@account, upload[:tempfile].path, params['description'])))
          rescue Media::Picture::Unusable
            fail_with 422, NOT_AN_IMAGE
          end
        end
        app.get '/api/v1/media/:id' do
          user!('write:media')
          json(Media.json(Media.find(@account, params['id']) || fail_with(404, 'Record not found')))
        end
      end

      def self.files(app)
        app.get '/system/*' do
          path = Media::Store.bucket? ? nil : Media::Store.file(params['splat'].first)
          pass unless path && File.file?(path)
          headers LOCAL_HEADERS
          send_file path
        end
      end
    end
  end
end
