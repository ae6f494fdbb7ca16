package io.archtest.scenarios.mastodon;

import io.archtest.check.Check;
import io.archtest.check.JavaChecks;
import java.util.ArrayList;
import java.util.List;

/** The checks {@code class: mastodon} of a scenario with components web, streaming, postgres, redis and Sidekiq processes. */
public final class MastodonChecks implements JavaChecks {
    @Override
    public String name() {
        return "mastodon";
    }

    @Override
    public List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        checks.addAll(DiscoveryClaims.all());
        checks.addAll(new DatabaseClaims(DatabaseClaims::ask).all());
        PostingClaims posting = new PostingClaims(JedisRegisters::connect);
        checks.addAll(posting.all());
        checks.addAll(new QueueClaims(JedisRegisters::connect).all());
        checks.addAll(new EdgeClaims(posting::member).all());
        checks.addAll(new MediaClaims(posting::member).all());
        return checks;
    }
}
