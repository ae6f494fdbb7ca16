# frozen_string_literal: true

require 'tmpdir'

require_relative 'media/picture'
require_relative 'media/store'

module Standin
  # Uploaded images: table `media_attachments`, the files under Mastodon's names.
  module Media
    IMAGE = 0
    STYLES = %w[original small].freeze

    module_function

    # Returns the row. The image is processed here, in the web process, as Mastodon does it.
    def create(account, upload_path, description)
      picture = Picture.new(upload_path)
      id = Database.value("SELECT timestamp_id('media_attachments')")
      name = SecureRandom.hex(8) + picture.extension
      meta = Dir.mktmpdir { |folder| store(picture, id, name, folder) }
      values = [id, account['id'], IMAGE, name, picture.content_type, JSON.generate(meta), description, picture.blurhash]
      Database.first(<<~SQL, values)
        INSERT INTO media_attachments (id, account_id, type, file_file_name, file_content_type, file_meta, description, blurhash,
                                       file_updated_at, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now(), now(), now()) RETURNING *
      SQL
    end

    def store(picture, id, name, folder)
      STYLES.to_h do |style|
        path = File.join(folder, "#{style}-#{name}")
        size = picture.write(style, path)
        Store.put(key(id, style, name), path, picture.content_type)
        [style, size]
      end
    end

    # An id in three digits each: 117663214574958117 is 117/663/214/574/958/117.
    def key(id, style, name)
      parts = format('%018d', id).scan(/\d{3}/)
      ['media_attachments', 'files', *parts, style, name].join('/')
    end

    def find(account, id)
      return unless id.to_s.match?(/\A\d{1,19}\z/)

      Database.first('SELECT * FROM media_attachments WHERE id = $1 AND account_id = $2', [id, account['id']])
    end

    def of_status(status_id)
      Database.query('SELECT * FROM media_attachments WHERE status_id = $1 ORDER BY id', [status_id])
    end

    def attach(connection, media, status_id)
      media.each do |row|
        connection.exec_params('UPDATE media_attachments SET status_id = $2 WHERE id = $1', [row['id'], status_id])
      end
    end

    def json(row)
      url, preview_url = STYLES.map { |style| Store.url(key(row['id'], style, row['file_file_name'])) }
      { id: row['id'].to_s, type: 'image', url: url, preview_url: preview_url, remote_url: nil, preview_remote_url: nil,
        text_url: nil, meta: JSON.parse(row['file_meta']), description: row['description'], blurhash: row['blurhash'] }
    end
  end
end
