package io.archtest.scenarios.mastodon;

import io.archtest.check.Check;
import io.archtest.check.JavaChecks;
import io.archtest.check.StackDescription;
import io.archtest.check.SystemUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The checks {@code class: mastodon} of a scenario with components web, streaming, postgres, redis and Sidekiq processes;
 * pgbouncer and backups are asked about where there are any.
 */
public final class MastodonChecks implements JavaChecks {
    @Override
    public String name() {
        return "mastodon";
    }

    @Override
    public List<String> concerns(StackDescription stack) {
        return DatabaseClaims.concern(stack).stream().toList();
    }

    @Override
    public List<Check> checks() {
        Function<SystemUnderTest, PostgresRegisters> postgres = system -> JdbcPostgres.connect(system, "postgres");
        List<Check> checks = new ArrayList<>();
        checks.addAll(DiscoveryClaims.all());
        checks.addAll(new DatabaseClaims(postgres, RealPooler::new).all());
        PostingClaims posting = new PostingClaims(JedisRegisters::connect);
        checks.addAll(posting.all());
        checks.addAll(new QueueClaims(JedisRegisters::connect).all());
        checks.addAll(new EdgeClaims(posting::author).all());
        checks.addAll(new MediaClaims(posting::author).all());
        // after those, so that all processes have worked with the database
        checks.addAll(new PoolerClaims(postgres, RealPooler::new).all());
        checks.addAll(new OperatorClaims(postgres).all());
        checks.addAll(new BackupClaims(JdbcPostgres::connect).all());
        checks.addAll(new OutageClaims(JedisRegisters::connect, posting::author).all());
        checks.addAll(posting.mailOutages());
        return checks;
    }
}
