# frozen_string_literal: true

require_relative '../mailer'

module Sidekiq
  module ActiveJob
    # The class that mail jobs name; the job itself is its argument.
    class Wrapper
      include Sidekiq::Worker

      sidekiq_options queue: 'mailers'

      def perform(job)
        raise ArgumentError, "unknown job class #{job['job_class']}" unless job['job_class'] == 'ActionMailer::MailDeliveryJob'

        Standin::Mailer.deliver(job['arguments'])
      end
    end
  end
end
