# frozen_string_literal: true

module Standin
  module Media
    # A picture in 36 characters (https://github.com/woltapp/blurhash/blob/master/Algorithm.md), 4 x 4 components as Mastodon's.
    module Blurhash
      COMPONENTS = 4
      DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~'

      module_function

      # `pixels`: red, green, blue of each pixel in rows, 0 to 255.
      def encode(width, height, pixels)
        average, *details = factors(width, height, pixels.map { |value| linear(value) }.each_slice(3).to_a)
        largest = details.flatten.map(&:abs).max
        scale = ((largest * 166) - 0.5).floor.clamp(0, 82)
        digits((COMPONENTS - 1) * 10, 1) + digits(scale, 1) + digits(colour(average), 4) +
          details.map { |factor| digits(detail(factor, (scale + 1) / 166.0), 2) }.join
      end

      def factors(width, height, pixels)
        across = waves(width)
        down = waves(height)
        down.product(across).map.with_index do |(vertical, horizontal), index|
          sum = [0.0, 0.0, 0.0]
          pixels.each_with_index do |pixel, at|
            weight = horizontal[at % width] * vertical[at / width]
            3.times { |channel| sum[channel] += weight * pixel[channel] }
          end
          sum.map { |value| value * (index.zero? ? 1 : 2) / (width * height) }
        end
      end

      def waves(size)
        Array.new(COMPONENTS) { |wave| Array.new(size) { |at| Math.cos(Math::PI * wave * at / size) } }
      end

      def colour(factor) = factor.reduce(0) { |number, value| (number << 8) + standard(value) }

      def detail(factor, scale)
        factor.reduce(0) do |number, value|
          root = Math.sqrt(value.abs / scale) * (value.negative? ? -1 : 1)
          (number * 19) + ((root * 9) + 9.5).floor.clamp(0, 18)
        end
      end

      # From the sRGB curve to light and back (IEC 61966-2-1).
      def linear(value)
        share = value / 255.0
        share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055)**2.4
      end

      def standard(light)
        share = light.clamp(0, 1)
        share = share <= 0.0031308 ? share * 12.92 : (1.055 * (share**(1 / 2.4))) - 0.055
        ((share * 255) + 0.5).to_i
      end

      def digits(number, length)
        (1..length).map { |place| DIGITS[(number / (83**(length - place))) % 83] }.join
      end
    end
  end
end
