# frozen_string_literal: true

require 'open3'

require_relative 'blurhash'

module Standin
  module Media
    # An uploaded image, looked at and scaled by the programs of libvips, which is also what Mastodon uses.
    class Picture
      # The file isn't an image of a kind that is taken.
      class Unusable < StandardError; end

      TYPES = { 'pngload' => %w[.png image/png], 'jpegload' => %w[.jpg image/jpeg], 'webpload' => %w[.webp image/webp] }.freeze
      # At most so many pixels, whatever the sides are.
      PIXELS = { 'original' => 33_177_600, 'small' => 230_400 }.freeze
      # With this size the hash of an image is the one that the real v4.6.5 gave.
      HASHED_SIZE = '100'
      # Header with comments, then three bytes per pixel.
      PPM = /\AP6\s(?:#[^\n]*\n)*(\d+)\s+(\d+)\s+255\s(.*)\z/mn

      attr_reader :extension, :content_type

      def initialize(path)
        @path = path
        @extension, @content_type = TYPES.fetch(facts(path)['vips-loader']) { raise Unusable }
      end

      # Writes the style's file and returns what API and table say of it.
      def write(style, target)
        facts = facts(@path)
        width, height = limited(facts['width'].to_i, facts['height'].to_i, PIXELS.fetch(style))
        vips('vipsthumbnail', @path, '--size', "#{width}x#{height}>", '--output', "#{target}[strip]")
        size(target)
      end

      def blurhash
        ppm = "#{@path}.ppm"
        vips('vipsthumbnail', @path, '--size', HASHED_SIZE, '--output', ppm)
        width, height, pixels = File.binread(ppm).match(PPM)&.captures
        raise Unusable if pixels.nil?

        Blurhash.encode(width.to_i, height.to_i, pixels.bytes)
      ensure
        File.delete(ppm) if File.exist?(ppm)
      end

      private

      def size(path)
        facts = facts(path)
        width = facts['width'].to_i
        height = facts['height'].to_i
        { width: width, height: height, size: "#{width}x#{height}", aspect: width.to_f / height }
      end

      def limited(width, height, pixels)
        return [width, height] if width * height <= pixels

        [Math.sqrt(pixels * width.to_f / height), Math.sqrt(pixels * height.to_f / width)].map(&:round)
      end

      def facts(path)
        vips('vipsheader', '-a', path).lines.to_h { |line| line.chomp.split(': ', 2).then { |name, value| [name, value] } }
      end

      def vips(*command)
        output, error, status = Open3.capture3(*command)
        raise Unusable, error.strip unless status.success?

        output
      end
    end
  end
end
