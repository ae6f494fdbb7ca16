# frozen_string_literal: true

module Standin
  module Web
    # The HTML for 404 and 500.
    module ErrorPage
      TEXTS = {
        404 => ['The page you are looking for isn&#39;t here.', 'The page you are looking for isn&#39;t here.'],
        500 => ['This page is not correct', 'We&#39;re sorry, but something went wrong on our end.']
      }.freeze

      module_function

      def response(status)
        [status, { 'content-type' => 'text/html; charset=UTF-8' }, [html(status)]]
      end

      def html(status)
        title, message = TEXTS.fetch(status)
        <<~HTML
          <!DOCTYPE html>
          <html lang="en">
          <head>
          <meta charset="utf-8">
          <meta name="generator" content="archtest stand-in for Mastodon">
          <title>#{title} - Mastodon</title>
          </head>
          <body class="error">
          <div class="dialog"><h1>#{message}</h1></div>
          </body>
          </html>
        HTML
      end
    end
  end
end
