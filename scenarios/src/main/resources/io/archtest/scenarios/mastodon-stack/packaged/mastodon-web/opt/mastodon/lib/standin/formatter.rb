# frozen_string_literal: true

require 'cgi'

module Standin
  # A status text as HTML: paragraphs, links and hashtags.
  module Formatter
    TOKEN = %r{(https?://[^\s<]+)|(?<![\w/#])#([[:word:]]*[[:alpha:]_][[:word:]]*)}

    module_function

    def hashtags(text) = text.scan(TOKEN).filter_map { |_url, tag| tag&.downcase }.uniq

    def html(text)
      text.strip.split(/\n{2,}/).map { |part| "<p>#{paragraph(part)}</p>" }.join
    end

    def paragraph(text)
      html = +''
      rest = text
      while (match = TOKEN.match(rest))
        html << escape(match.pre_match) << (match[1] ? link(match[1]) : hashtag(match[2]))
        rest = match.post_match
      end
      html << escape(rest)
    end

    def escape(text) = CGI.escapeHTML(text).gsub("\n", '<br />')

    def link(url)
      safe = CGI.escapeHTML(url)
      %(<a href="#{safe}" target="_blank" rel="nofollow noopener" translate="no">#{safe}</a>)
    end

    def hashtag(tag)
      href = "#{Environment.base_url}/tags/#{CGI.escape(tag.downcase)}"
      %(<a href="#{href}" class="mention hashtag" rel="tag">#<span>#{CGI.escapeHTML(tag)}</span></a>)
    end
  end
end
