# frozen_string_literal: true

# The periodic jobs. They run at their times on their queue and ask the database for what they would work on; the stand-in
# has nothing to clean up, refresh or send, except that unconfirmed users of two days and more do go.
module Scheduler
  # One periodic job: a query to run.
  class Job
    include Sidekiq::Worker

    sidekiq_options queue: 'scheduler', retry: 0

    def perform = Standin::Database.query(self.class::QUERY)
  end

  module Trends; end
  module Fasp; end

  UNCONFIRMED = "DELETE FROM accounts a USING users u WHERE u.account_id = a.id AND u.confirmed_at IS NULL " \
                "AND u.confirmation_sent_at < now() - interval '2 days'"

  {
    'ScheduledStatusesScheduler' => 'SELECT id FROM scheduled_statuses WHERE scheduled_at <= now()',
    'Trends::RefreshScheduler' => 'SELECT tag_id, count(*) FROM statuses_tags GROUP BY tag_id',
    'Trends::ReviewNotificationsScheduler' => 'SELECT id FROM tags LIMIT 1',
    'IndexingScheduler' => 'SELECT id FROM statuses ORDER BY id DESC LIMIT 1',
    'VacuumScheduler' => 'SELECT id FROM oauth_access_tokens WHERE revoked_at IS NOT NULL',
    'FollowRecommendationsScheduler' => 'SELECT account_id FROM account_stats ORDER BY followers_count DESC LIMIT 10',
    'UserCleanupScheduler' => UNCONFIRMED,
    'IpCleanupScheduler' => 'SELECT 1',
    'PgheroScheduler' => 'SELECT pg_database_size(current_database())',
    'InstanceRefreshScheduler' => 'SELECT DISTINCT domain FROM accounts WHERE domain IS NOT NULL',
    'AccountsStatusesCleanupScheduler' => 'SELECT id FROM statuses WHERE deleted_at IS NOT NULL LIMIT 1',
    'SuspendedUserCleanupScheduler' => 'SELECT id FROM accounts WHERE suspended_at IS NOT NULL',
    'SoftwareUpdateCheckScheduler' => 'SELECT version FROM schema_migrations',
    'AutoCloseRegistrationsScheduler' => 'SELECT max(created_at) FROM users WHERE role_id IS NOT NULL',
    'Fasp::FollowRecommendationCleanupScheduler' => 'SELECT id FROM fasp_subscriptions',
    'CollectionItemCleanupScheduler' => 'SELECT 1',
    'RepairRemoteCollectionsScheduler' => 'SELECT count(*) FROM accounts WHERE domain IS NOT NULL'
  }.each do |name, query|
    *modules, base = name.split('::')
    parent = modules.inject(self) { |scope, inner| scope.const_get(inner, false) }
    parent.const_set(base, Class.new(Job) { const_set(:QUERY, query) })
  end
end
