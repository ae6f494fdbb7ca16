package io.archtest.scenarios.mail;

import io.archtest.check.Check;
import io.archtest.check.JavaChecks;
import java.util.List;

/** The checks {@code class: mail-relay} of a scenario with components sender (with curl), postfix and mailpit. */
public final class MailRelayChecks implements JavaChecks {
    @Override
    public String name() {
        return "mail-relay";
    }

    @Override
    public List<Check> checks() {
        return new RelayClaims(MailRoute.USUAL, "sender").all();
    }
}
