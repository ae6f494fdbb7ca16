package io.archtest.scenarios.mastodon;

import io.archtest.check.Check;
import io.archtest.check.JavaChecks;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The checks {@code class: mastodon-federation} of a scenario with two instances (components web-a, sidekiq-a, redis-a, edge-a,
 * and the same with -b) and an edge-c that serves what lies in its folder /srv/actors.
 */
public final class FederationChecks implements JavaChecks {
    @Override
    public String name() {
        return "mastodon-federation";
    }

    @Override
    public List<Check> checks() {
        return checks(JedisRegisters::connect, ThirdActor::newKeys);
    }

    /**
     * In an order that matters: Mastodon asks nobody for a key for five minutes once it could not reach them, so both edges are
     * proven reachable from inside the other instance before anything is signed.
     *
     * @param keys makes RSA keys, each another one
     */
    static List<Check> checks(Standing.Connection connection, Supplier<KeyPair> keys) {
        Standing standing = new Standing(connection);
        Member alice = new Member(new Instance("a"), "alice");
        Member bob = new Member(new Instance("b"), "bob");
        List<Check> checks = new ArrayList<>();
        for (Member member : List.of(alice, bob)) {
            checks.addAll(member.claims());
        }
        checks.addAll(new ReachClaims(alice, bob).all());
        checks.addAll(new ReachClaims(bob, alice).all());
        for (Member member : List.of(alice, bob)) {
            checks.addAll(new InboxClaims(member, standing, keys).all());
        }
        checks.addAll(new FollowClaims(alice, bob, standing).all());
        checks.addAll(new FollowClaims(bob, alice, standing).all());
        return checks;
    }
}
